package io.nokube.etcd;

import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Events live an hour. All that are written within some minutes hang on one lease.
final class EventLease {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration BUCKET = Duration.ofMinutes(5);

  private final EtcdSession session;
  private Optional<LeaseId> lease = Optional.empty();
  private Instant granted = Instant.EPOCH;

  EventLease(EtcdSession session) {
    this.session = session;
  }

  /// Empty if etcd can't be reached.
  synchronized Optional<LeaseId> at(Instant now) {
    if (lease.isEmpty() || !now.isBefore(granted.plus(BUCKET))) {
      lease =
          session.grant(LIFE.plus(BUCKET)) instanceof Reading.Answer<LeaseId>(LeaseId id, long at)
              ? Optional.of(id)
              : Optional.empty();
      granted = now;
    }
    return lease;
  }

  /// What was to hang on it wasn't taken: it may have ended, with etcd's data set back.
  ///
  /// @return whether it was still the one in use
  synchronized boolean forget(LeaseId refused) {
    boolean current = lease.equals(Optional.of(refused));
    lease = lease.filter(held -> !held.equals(refused));
    return current;
  }
}
