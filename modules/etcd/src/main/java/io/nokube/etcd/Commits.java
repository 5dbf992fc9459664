package io.nokube.etcd;

import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Outcome.CompareFailed;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write.Delete;
import io.nokube.etcd.session.Write.Put;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/// Carries out one object's transaction under its writer's fence and says what became of it.
record Commits(EtcdSession session, Fences fences) {
  /// etcd takes requests of 1.5 MiB; the rest is for keys and what goes around them.
  static final int LARGEST = 1_400_000;

  /// A transaction that may be stopped by what it was based on having changed.
  ///
  /// @param stored what is answered, of the revision at which it was carried out
  record Attempt(
      ObjectKey key,
      List<Compare> compares,
      List<io.nokube.etcd.session.Write> writes,
      LongFunction<KubeObject> stored) {

    /// Only if this holds as well.
    Attempt and(Compare compare) {
      List<Compare> all = new ArrayList<>(compares);
      all.add(compare);
      return new Attempt(key, List.copyOf(all), writes, stored);
    }
  }

  /// What became of an attempt.
  sealed interface Tried {
    record Done(Write write) implements Tried {}

    /// A compare failed, and not the fence's.
    record Beaten(CompareFailed by) implements Tried {}
  }

  Tried commit(Attempt attempt, Fence fence) {
    int size = attempt.writes.stream().mapToInt(Commits::size).sum();
    if (size > LARGEST) {
      return new Tried.Done(Refusals.tooLarge(attempt.key, size, LARGEST));
    }
    List<Compare> compares =
        Stream.concat(fences.compares(fence).stream(), attempt.compares.stream()).toList();
    return switch (session.commit(new Txn(compares, attempt.writes))) {
      case Outcome.Committed(long revision) ->
          new Tried.Done(new Write.Accepted(attempt.stored.apply(revision)));
      case Outcome.CompareFailed failed ->
          fences.stopped(fence, failed)
              ? new Tried.Done(Refusals.fenced(attempt.key))
              : new Tried.Beaten(failed);
      case Outcome.Unknown(String why) -> new Tried.Done(new Write.Unknown(why));
      case Outcome.Refused(Outcome.Reason reason, String why) ->
          new Tried.Done(
              switch (reason) {
                case TOO_LARGE -> new Write.Refused(Write.Reason.TOO_LARGE, why);
                case UNREACHABLE, LEASE_GONE, NO_ROOM, INVALID -> Refusals.unavailable(why);
              });
    };
  }

  private static int size(io.nokube.etcd.session.Write write) {
    return switch (write) {
      case Put put -> put.value().size();
      case Delete delete -> 0;
    };
  }
}
