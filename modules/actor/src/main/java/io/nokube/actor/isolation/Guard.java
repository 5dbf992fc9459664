package io.nokube.actor.isolation;

import io.nokube.actor.Incarnation;
import io.nokube.actor.isolation.Times.Duty;
import java.time.Duration;
import java.util.Optional;

/// What a node's isolation guard knows, from one look to the next. At each it first judges by what
/// it knew before, then has done what is due, and only then sees how the lease is by now: so a
/// process that was paused ends what it is late for, also if it is in contact again.
///
/// All times are nanoseconds of a clock that only runs forward.
///
/// @param serving whether all might run at the last look
/// @param <L> what tells leases apart
public record Guard<L>(Times times, Renewals<L> renewals, Optional<Seat<L>> seat, boolean serving) {

  /// @param left what an earlier process of this boot left; empty: nothing is known of it
  /// @param firstContact how long there is then to find etcd
  public static <L> Guard<L> begin(
      Times times, Optional<Renewals<L>> left, long now, Duration firstContact) {
    return new Guard<>(
        times,
        left.orElseGet(() -> Renewals.unknown(now, times.endAfter(), firstContact)),
        Optional.empty(),
        true);
  }

  public Duty due(long now) {
    return times.at(renewals.since(now));
  }

  /// After judging what is due: once what runs is to end, others may have been given it.
  public Guard<L> judged(long now) {
    boolean serves = due(now) instanceof Duty.Serve;
    return new Guard<>(times, serving && !serves ? renewals.ended() : renewals, seat, serves);
  }

  /// After what was due was done.
  ///
  /// @param now before the lease was looked at, which errs on the early side
  /// @param held the session's lease; empty: none
  /// @param sinceRenewed how long ago its last renewal that etcd confirmed was sent
  /// @param claimed the incarnation of the agent's alive record, while it is held
  public Guard<L> seen(
      long now, Optional<L> held, Optional<Duration> sinceRenewed, Optional<Incarnation> claimed) {
    Optional<Seat<L>> after = Seat.after(seat, held, claimed);
    boolean counts =
        sinceRenewed.isPresent() && held.isPresent() && held.equals(after.map(Seat::lease));
    return new Guard<>(
        times,
        counts ? renewals.seen(held, now - sinceRenewed.get().toNanos()) : renewals,
        after,
        serving);
  }

  /// In which epoch containers may be started now; empty: in none.
  public Optional<Integer> epoch(long now) {
    return due(now) instanceof Duty.Serve ? Optional.of(renewals.epoch()) : Optional.empty();
  }
}
