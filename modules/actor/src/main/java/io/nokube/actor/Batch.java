package io.nokube.actor;

import io.nokube.actor.Signal.Observed;
import io.nokube.model.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two batches of changes that an actor has not seen yet, as one: of each object the newest.
public final class Batch {
  private Batch() {}

  /// @param newer what came after `older`, of the same interest
  public static Observed merge(Observed older, Observed newer) {
    if (newer.complete()) {
      return newer;
    }
    Map<ObjectKey, Change> newest = new LinkedHashMap<>();
    older.changes().forEach(change -> newest.put(change.key(), change));
    for (Change change : newer.changes()) {
      Change before = newest.remove(change.key());
      newest.put(change.key(), before == null ? change : after(before, change));
    }
    return new Observed(newer.interest(), List.copyOf(newest.values()), older.complete());
  }

  /// What was new and has changed since is still new to whoever has not seen it.
  private static Change after(Change before, Change change) {
    return before instanceof Change.Put(_, boolean created)
            && created
            && change instanceof Change.Put(var object, _)
        ? new Change.Put(object, true)
        : change;
  }
}
