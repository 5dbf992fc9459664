package io.nokube.kinds.deployment;

import io.nokube.actor.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/// How soon pods may be made and deleted: at once, but slower and slower while they fail, and not
/// while the store refuses.
///
/// @param generation the pods that were there at the last failure that counted: what fails of them
///   later is the same failure
/// @param hold nothing is asked of the store before that
record Pace(Backoff backoff, Set<String> generation, Instant hold) {

  static Pace of(Backoff backoff) {
    return new Pace(backoff, Set.of(), Instant.EPOCH);
  }

  /// Some pods have failed; all these are there or expected.
  Pace failed(Collection<String> failed, Collection<String> all, Instant now) {
    if (generation.containsAll(failed)) {
      return this;
    }
    Duration since = backoff.last().map(last -> Duration.between(last, now)).orElse(Duration.ZERO);
    return new Pace(backoff.failed(now, since), Set.copyOf(all), hold);
  }

  /// The store refused something.
  Pace refused(Instant until) {
    return new Pace(backoff, generation, until);
  }

  boolean mayAct(Instant now) {
    return !hold.isAfter(now);
  }

  boolean mayCreate(Instant now) {
    return backoff.remaining(now).isZero();
  }

  /// When more is allowed than now. The past, if all is.
  Instant next(Instant now) {
    Instant after = now.plus(backoff.remaining(now));
    return after.isAfter(hold) ? after : hold;
  }
}
