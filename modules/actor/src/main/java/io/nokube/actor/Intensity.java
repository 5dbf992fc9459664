package io.nokube.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// How often something may fail before restarting it is no cure, and whoever restarts it has to
/// begin anew itself: the restart intensity of supervision trees.
///
/// @param most failures within a span that are borne
/// @param failures when it failed, those within the span before the last one, oldest first
public record Intensity(int most, Duration within, List<Instant> failures) {

  public static Intensity of(int most, Duration within) {
    return new Intensity(most, within, List.of());
  }

  /// After a failure now.
  public Intensity failed(Instant now) {
    Instant from = now.minus(within);
    return new Intensity(
        most,
        within,
        Stream.concat(failures.stream().filter(at -> at.isAfter(from)), Stream.of(now)).toList());
  }

  /// Whether the last failure was one too many.
  public boolean exceeded() {
    return failures.size() > most;
  }
}
