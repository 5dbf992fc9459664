package io.nokube.runtime.views;

import io.nokube.actor.Change;
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
    for (List<Change> changes : List.of(older.changes(), newer.changes())) {
      for (Change change : changes) {
        newest.remove(change.key());
        newest.put(change.key(), change);
      }
    }
    return new Observed(newer.interest(), List.copyOf(newest.values()), older.complete());
  }
}
