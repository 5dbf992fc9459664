package io.nokube.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Durations as kubectl prints them. Source: apimachinery `pkg/util/duration/duration.go`.
final class Ages {
  private Ages() {}

  static String since(Optional<Instant> then, Instant now) {
    return then.map(at -> human(Duration.between(at, now))).orElse("<unknown>");
  }

  static String human(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return minutes + "m" + some(seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return hours + "h" + some(minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    long days = hours / 24;
    if (hours < 192) {
      return days + "d" + some(hours % 24, "h");
    }
    if (days < 730) {
      return days + "d";
    }
    return days / 365 + "y" + (days < 8 * 365 ? some(days % 365, "d") : "");
  }

  private static String some(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }
}
