package io.nokube.model.schema;

import java.time.Duration;

/// Lengths of time as configurations write them: a whole number and `ms`, `s`, `m`, `h` or `d`.
public final class Durations {
  private Durations() {}

  /// @throws IllegalArgumentException if it is none, saying how to write one
  public static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > 9) {
      throw wrong(text);
    }
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw wrong(text);
    };
  }

  /// How to write a duration of whole milliseconds: in the largest unit up to hours that leaves no
  /// rest.
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 3_600_000 == 0 && millis != 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis != 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no duration: write a whole number and its unit, such as 500ms, 2s, 10m, 1h or 7d");
  }
}
