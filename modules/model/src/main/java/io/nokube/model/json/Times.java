package io.nokube.model.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// RFC 3339 in whole seconds, as Kubernetes writes times. That one form is taken apart by hand:
/// there are several in every object, and [java.time.format.DateTimeFormatter] took a tenth of all
/// that a head computes.
final class Times {
  private static final String FORM = "0000-00-00T00:00:00Z";

  private Times() {}

  static String write(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// @throws DateTimeException if the text is no RFC 3339 time
  static Instant read(String text) {
    return hasForm(text)
        ? LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19))
            .toInstant(ZoneOffset.UTC)
        : OffsetDateTime.parse(text).toInstant();
  }

  private static boolean hasForm(String text) {
    boolean has = text.length() == FORM.length();
    for (int i = 0; has && i < FORM.length(); i++) {
      char letter = text.charAt(i);
      has = FORM.charAt(i) == '0' ? letter >= '0' && letter <= '9' : letter == FORM.charAt(i);
    }
    return has;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
