package io.nokube.agent.isolation;

import io.nokube.etcd.session.LeaseId;
import java.time.Duration;
import java.util.Optional;

/// When the node's lease was last renewed, and whether it was ever lost, by a clock that only runs
/// forward.
///
/// @param at in nanoseconds of that clock
/// @param lease the present one, or the last there was
/// @param epoch grows whenever others may have been given what this node ran: its lease was lost,
///   or what ran was ended
record Renewals(long at, Optional<LeaseId> lease, int epoch) {

  /// Nothing is known of the lease of the agent before: it may have been long ago. Counts as if the
  /// last renewal had been so early that there are `patience` left to find etcd.
  static Renewals unknown(long now, Duration endAfter, Duration patience) {
    return new Renewals(now - endAfter.toNanos() + patience.toNanos(), Optional.empty(), 0);
  }

  /// After a look at the session.
  ///
  /// @param held the lease it holds; empty: none
  /// @param sent when its last confirmed renewal was sent
  Renewals seen(Optional<LeaseId> held, long sent) {
    if (held.isEmpty()) {
      return this;
    }
    boolean another = lease.isPresent() && !lease.equals(held);
    return new Renewals(Math.max(at, sent), held, another ? epoch + 1 : epoch);
  }

  /// What ran here is being ended.
  Renewals ended() {
    return new Renewals(at, lease, epoch + 1);
  }

  Duration since(long now) {
    return Duration.ofNanos(now - at);
  }
}
