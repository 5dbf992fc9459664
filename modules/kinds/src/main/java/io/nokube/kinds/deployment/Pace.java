package io.nokube.kinds.deployment;

import io.nokube.actor.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/// How soon pods may be made: at once, but slower and slower while they fail.
///
/// @param generation the pods that were there at the last failure that counted: what fails of them
///   later is the same failure
record Pace(Backoff backoff, Set<String> generation) {

  static Pace of(Backoff backoff) {
    return new Pace(backoff, Set.of());
  }

  /// Some pods have failed; all these are there or expected.
  Pace failed(Collection<String> failed, Collection<String> all, Instant now) {
    if (generation.containsAll(failed)) {
      return this;
    }
    Duration since = backoff.last().map(last -> Duration.between(last, now)).orElse(Duration.ZERO);
    return new Pace(backoff.failed(now, since), Set.copyOf(all));
  }

  boolean mayCreate(Instant now) {
    return backoff.remaining(now).isZero();
  }

  /// When pods may be made; the past or now, if they may.
  Instant next(Instant now) {
    return now.plus(backoff.remaining(now));
  }
}
