package io.nokube.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The time that decisions are made by. Runs forward at the pace of the machine's monotonic clock,
/// whatever is done to its wall clock; what that differs by is made up for slowly, so that a
/// duration between two instants is wrong by no more than one part in [#SHARE].
///
/// Monotonic time stands still while a machine sleeps.
final class SteadyClock implements InstantSource {
  static final int SHARE = 50;

  private final InstantSource wall;
  private final LongSupplier nanos;
  private long last;
  private Instant now;

  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
    this.now = wall.instant();
  }

  static SteadyClock ofThisMachine() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public synchronized Instant instant() {
    long at = nanos.getAsLong();
    Duration passed = Duration.ofNanos(at - last);
    last = at;
    now = now.plus(passed).plus(correction(passed, wall.instant()));
    return now;
  }

  private Duration correction(Duration passed, Instant wallNow) {
    Duration error = Duration.between(now.plus(passed), wallNow);
    Duration most = passed.dividedBy(SHARE);
    if (error.compareTo(most) > 0) {
      return most;
    }
    Duration least = most.negated();
    return error.compareTo(least) < 0 ? least : error;
  }
}
