package io.nokube.runtime.views;

import io.nokube.actor.Interest;
import io.nokube.actor.Signal.Observed;
import io.nokube.actor.port.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// All that this node's actors watch in the store: each interest once.
///
/// A viewer is whoever receives: its identity tells viewers apart. It is called by the store's
/// threads, or by the one that joins, and must not block.
public final class Views {
  private final ObjectStore store;
  private final Map<Interest, View> open = new HashMap<>();

  public Views(ObjectStore store) {
    this.store = store;
  }

  /// Shows the viewer all objects of the interest as soon as they are known, then each change.
  public synchronized void join(Interest interest, Consumer<Observed> viewer) {
    View view = open.get(interest);
    if (view == null) {
      view = new View(interest);
      open.put(interest, view);
      view.start(store);
    }
    view.join(viewer);
  }

  public synchronized void leave(Interest interest, Consumer<Observed> viewer) {
    View view = open.get(interest);
    if (view != null && view.leave(viewer)) {
      open.remove(interest);
      view.close();
    }
  }

  /// Leaves everything.
  public synchronized void leave(Consumer<Observed> viewer) {
    open.values()
        .removeIf(view -> {
          boolean unwatched = view.leave(viewer);
          if (unwatched) {
            view.close();
          }
          return unwatched;
        });
  }
}
