package io.nokube.actor;

import io.nokube.actor.Signal.Observed;
import io.nokube.model.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Changes that an actor has not seen yet, gathered: of each object the newest. Costs as much as
/// what is added, however much waits already. Used by one thread at a time.
public final class Batch {
  private final Interest interest;
  private final Map<ObjectKey, Change> newest = new LinkedHashMap<>();
  private boolean complete;

  public Batch(Observed first) {
    this.interest = first.interest();
    add(first);
  }

  /// @param newer what came after all before, of the same interest
  public void add(Observed newer) {
    if (newer.complete()) {
      newest.clear();
      complete = true;
    }
    for (Change change : newer.changes()) {
      Change before = newest.remove(change.key());
      newest.put(change.key(), before == null ? change : after(before, change));
    }
  }

  /// All that was gathered.
  public Observed all() {
    return new Observed(interest, List.copyOf(newest.values()), complete);
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
