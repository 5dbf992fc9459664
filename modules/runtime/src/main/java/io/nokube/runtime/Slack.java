package io.nokube.runtime;

import java.time.Duration;
import java.time.Instant;

/// Who waits long may wait a little longer: waits that end together wake the process once. In a
/// machine that is idle a wake-up costs about a millisecond, most of it memory that has grown cold.
final class Slack {
  private static final long SECOND = 1000;
  private static final int TENTH = 10;

  private Slack() {}

  /// Until a moment that others who wait as long are likely to share: less than a tenth later than
  /// asked, never sooner. A wait of less than ten seconds is kept to.
  static Duration from(Instant now, Duration wait) {
    long step = Long.highestOneBit(wait.toMillis() / TENTH / SECOND) * SECOND;
    return step == 0 ? wait : wait.plusMillis(untilMultiple(now.plus(wait), step));
  }

  /// Until a whole second, at most one later than asked.
  static Duration toSecond(Instant now, Duration wait) {
    return wait.plusMillis(untilMultiple(now.plus(wait), SECOND));
  }

  private static long untilMultiple(Instant moment, long step) {
    return Math.floorMod(-moment.toEpochMilli(), step);
  }
}
