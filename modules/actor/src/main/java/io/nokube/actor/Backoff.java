package io.nokube.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When something that failed may be tried again: at once, then after a delay that doubles, up to a
/// most; forgotten after it was healthy for long enough.
///
/// Source: upstream `pod-lifecycle.md`, container restart policy.
///
/// @param failures so far, since the last reset
/// @param last when the last failure was
public record Backoff(
    Duration first, Duration most, Duration reset, int failures, Optional<Instant> last) {

  public static Backoff of(Duration first, Duration most, Duration reset) {
    return new Backoff(first, most, reset, 0, Optional.empty());
  }

  /// After a failure now of what had been healthy for a while.
  public Backoff failed(Instant now, Duration healthyFor) {
    int before = healthyFor.compareTo(reset) >= 0 ? 0 : failures;
    return new Backoff(first, most, reset, before + 1, Optional.of(now));
  }

  /// How long to wait from the last failure: nothing after the first, then `first`, doubling.
  public Duration delay() {
    if (failures <= 1) {
      return Duration.ZERO;
    }
    Duration delay = first;
    for (int i = 2; i < failures && delay.compareTo(most) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(most) > 0 ? most : delay;
  }

  /// How much of the delay is left.
  public Duration remaining(Instant now) {
    Duration left = last.map(at -> Duration.between(now, at.plus(delay()))).orElse(Duration.ZERO);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
