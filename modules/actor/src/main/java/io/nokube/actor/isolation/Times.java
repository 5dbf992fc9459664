package io.nokube.actor.isolation;

import java.time.Duration;

/// When an isolated node has to do what. Counted from the last renewal of its lease that etcd
/// confirmed, and there from when it was *sent*: etcd keeps the lease for no less than its TTL from
/// then on.
///
/// @param endAfter when containers get TERM: as late as they can still be dead in time
/// @param grace how long they have from then on
public record Times(Duration endAfter, Duration grace) {
  /// The time of whoever replaces pods may be fast by one part in so many.
  private static final int FAST = 50;

  /// @param replacedAfter how long a node must be silent before its pods are replaced
  /// @param killBudget how long it may take until what was killed is dead
  /// @throws IllegalArgumentException if there is no time to end anything
  public static Times of(
      Duration leaseTtl, Duration replacedAfter, Duration grace, Duration killBudget) {
    Duration endAfter =
        leaseTtl
            .plus(replacedAfter)
            .minus(replacedAfter.dividedBy(FAST))
            .minus(grace)
            .minus(killBudget);
    if (!endAfter.isPositive()) {
      throw new IllegalArgumentException(
          "isolation: stop_grace %s + kill_budget %s leave no time before lease_ttl %s + replaced_after %s have passed"
              .formatted(grace, killBudget, leaseTtl, replacedAfter));
    }
    return new Times(endAfter, grace);
  }

  /// What is due.
  public sealed interface Duty {
    /// All may run.
    record Serve() implements Duty {}

    /// Whatever runs gets TERM, and KILL after what is left of its grace.
    record End(Duration left) implements Duty {}

    /// Whatever runs is killed.
    record Kill() implements Duty {}
  }

  /// @param sinceRenewal since the last confirmed renewal was sent
  public Duty at(Duration sinceRenewal) {
    Duration over = sinceRenewal.minus(endAfter);
    if (over.isNegative()) {
      return new Duty.Serve();
    }
    Duration left = grace.minus(over);
    return left.isPositive() ? new Duty.End(left) : new Duty.Kill();
  }
}
