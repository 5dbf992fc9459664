package io.nokube.actor.verdict;

import java.time.Duration;
import java.time.Instant;

/// For how long nobody has held a record, counted only while contact was steady, never "since last
/// seen".
///
/// @param asOf when absence was last read
public record Absence(Duration counted, Instant asOf) {
  /// Absence is read for the first time.
  public static Absence from(Instant now) {
    return new Absence(Duration.ZERO, now);
  }

  /// Absence is read again.
  public Absence again(Instant now, Contact contact) {
    Duration since = Duration.between(asOf, now);
    return new Absence(contact.wasSteady(since) ? counted.plus(since) : counted, now);
  }
}
