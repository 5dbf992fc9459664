package io.nokube.actor.verdict;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import java.util.Optional;

/// What a read says of the alive record that a life believes to hold.
public sealed interface Hold {
  record Sound() implements Hold {}

  /// It is not there: [#ofMissing] says what to do.
  record Missing() implements Hold {}

  /// Another life of the same path holds it: this one is over, and nothing is destroyed.
  record Taken(Seen by) implements Hold {}

  record Unknown(String why) implements Hold {}

  /// @param mine empty while it is being claimed
  static Hold of(Optional<Incarnation> mine, Read<Seen> record) {
    return switch (record) {
      case Read.Found<Seen>(var seen, _) ->
          mine.isEmpty() || mine.get().equals(seen.incarnation()) ? new Sound() : new Taken(seen);
      case Read.Absent<Seen> _ -> new Missing();
      case Read.Unavailable<Seen>(var why) -> new Unknown(why);
    };
  }

  /// Whether a record is this life's: the one that it holds, or one that it claimed and whose
  /// answer it never heard.
  ///
  /// @param claimed while the answer is not known
  static boolean isOf(Optional<Incarnation> mine, Optional<AliveRecord> claimed, Seen seen) {
    return mine.equals(Optional.of(seen.incarnation()))
        || claimed
            .filter(it ->
                it.node().equals(seen.record().node())
                    && it.uid().equals(seen.record().uid())
                    && it.since().equals(seen.record().since()))
            .isPresent();
  }

  /// What a life does whose record is missing.
  enum Remedy {
    /// It went with the lease: claim it anew and live on.
    REGAIN,
    /// The lease lives, so somebody wants the actor restarted: this life is over.
    RESTART,
    /// It can't be told yet.
    LOOK_AGAIN
  }

  /// @param leaseLost whether the process is known to have lost its lease since
  /// @param isSeat whether it is the node's agent itself
  /// @param seat the agent's record, if it was read as held by this process: one that was claimed
  ///   after this life's hangs on a newer lease
  static Remedy ofMissing(
      Incarnation mine, boolean leaseLost, boolean isSeat, Optional<Incarnation> seat) {
    boolean newer = seat.filter(it -> it.compareTo(mine) > 0).isPresent();
    if (leaseLost || isSeat || newer) {
      return Remedy.REGAIN;
    }
    return seat.isPresent() ? Remedy.RESTART : Remedy.LOOK_AGAIN;
  }

  /// Whether an actor that a parent wanted here goes where that parent wants it now: only if it was
  /// an older life of the parent that wanted it here.
  ///
  /// @param known the newest life of that parent that wanted it here
  static boolean handsOver(Optional<Incarnation> known, Incarnation asking) {
    return known.filter(it -> it.compareTo(asking) < 0).isPresent();
  }
}
