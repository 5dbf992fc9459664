package io.nokube.actor;

import java.time.Duration;
import java.time.Instant;

/// A time of day that never jumps, so that what is counted by it (silence, grace, backoff) is as
/// long as it was. It follows the machine's clock, but gains or loses no more than a fiftieth of
/// the time that passes: after a jump of a minute it is right again in fifty.
///
/// @param shown the time of day
/// @param nanos what the steady counter of this process showed then
public record SteadyTime(Instant shown, long nanos) {
  private static final int PACE = 50;

  /// The time now.
  ///
  /// @param clock what the machine's clock shows
  /// @param counter what the steady counter shows
  public SteadyTime at(Instant clock, long counter) {
    long passed = Math.max(0, counter - nanos);
    Instant even = shown.plusNanos(passed);
    Duration most = Duration.ofNanos(passed / PACE);
    Duration off = Duration.between(even, clock);
    Duration step =
        off.compareTo(most) > 0 ? most : off.compareTo(most.negated()) < 0 ? most.negated() : off;
    return new SteadyTime(even.plus(step), Math.max(nanos, counter));
  }
}
