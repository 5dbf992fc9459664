package io.nokube.etcd.session;

import java.time.Duration;

/// Whether etcd can be reached, and since when without a break. Times are [System#nanoTime()]'s.
///
/// A failed request or renewal, a broken watch and a change of leader or cluster each end a stretch
/// of contact; the next begins when etcd has both renewed the lease and answered a linearizable
/// read. Nothing may be concluded from a key's absence but after a long enough stretch
/// ([EtcdSettings#absenceKnownAfter()]).
public sealed interface Contact {

  /// @param since when this stretch began
  /// @param heard when etcd last renewed the lease in it
  record Unbroken(long since, long heard, long cluster, long term) implements Contact {}

  /// @param since when contact was lost, or the session opened
  record Lost(long since, String why) implements Contact {}

  /// Whether contact has lasted for `duration` at `now`, with no longer a `silence` since etcd was
  /// last heard: a process that was paused must not take the pause for contact.
  default boolean lasted(Duration duration, Duration silence, long now) {
    return switch (this) {
      case Unbroken unbroken ->
          now - unbroken.heard <= silence.toNanos() && now - unbroken.since >= duration.toNanos();
      case Lost _ -> false;
    };
  }

  /// Contact after etcd renewed the lease at `now`, answering in the name of a cluster and a term
  /// of its leader.
  default Contact heard(long now, Duration silence, long cluster, long term) {
    return switch (this) {
      case Unbroken before
          when before.cluster == cluster
              && before.term == term
              && now - before.heard <= silence.toNanos() ->
          new Unbroken(before.since, now, cluster, term);
      case Unbroken _, Lost _ -> new Unbroken(now, now, cluster, term);
    };
  }

  /// Contact after something failed at `now`.
  default Contact broken(long now, String why) {
    return switch (this) {
      case Unbroken _ -> new Lost(now, why);
      case Lost before -> new Lost(before.since, why);
    };
  }
}
