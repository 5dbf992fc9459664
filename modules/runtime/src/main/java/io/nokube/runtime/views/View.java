package io.nokube.runtime.views;

import io.nokube.actor.Change;
import io.nokube.actor.Interest;
import io.nokube.actor.Signal.Observed;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.ObjectStore.Watcher;
import io.nokube.model.ObjectKey;
import io.nokube.model.Revision;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// One watch, the newest state of each of its objects, and who sees it.
final class View implements Watcher {
  private final Interest interest;
  private final Set<Consumer<Observed>> viewers = new LinkedHashSet<>();
  private final Map<ObjectKey, Change> newest = new LinkedHashMap<>();
  private boolean complete;
  private boolean closed;
  private Optional<Subscription> subscription = Optional.empty();

  View(Interest interest) {
    this.interest = interest;
  }

  /// Watches, off the caller's thread: opening a watch may block.
  void start(ObjectStore store) {
    Thread.ofVirtual()
        .name("view " + interest)
        .start(() -> {
          Subscription opened =
              switch (interest) {
                case Interest.OfType(var type) -> store.watch(type, "", Revision.NONE, this);
                case Interest.One(var key) -> store.watch(key, this);
                case Interest.BoundTo(var node) -> store.watchBindings(node, this);
              };
          keep(opened);
        });
  }

  private void keep(Subscription opened) {
    synchronized (this) {
      if (!closed) {
        subscription = Optional.of(opened);
        return;
      }
    }
    opened.close();
  }

  synchronized void join(Consumer<Observed> viewer) {
    if (viewers.add(viewer) && complete) {
      viewer.accept(new Observed(interest, List.copyOf(newest.values()), true));
    }
  }

  /// Whether nobody is left.
  synchronized boolean leave(Consumer<Observed> viewer) {
    viewers.remove(viewer);
    return viewers.isEmpty();
  }

  @Override
  public synchronized void changed(List<Change> changes, boolean whole) {
    if (closed) {
      return;
    }
    if (whole) {
      newest.clear();
      complete = true;
    }
    changes.forEach(this::remember);
    if (complete) {
      Observed seen = new Observed(interest, List.copyOf(changes), whole);
      viewers.forEach(viewer -> viewer.accept(seen));
    }
  }

  /// Of one object its absence is worth remembering: a late joiner is told of it.
  private void remember(Change change) {
    switch (change) {
      // Whoever joins later sees it as it is, not as new.
      case Change.Put put -> newest.put(put.key(), new Change.Put(put.object()));
      case Change.Removed removed -> {
        switch (interest) {
          case Interest.One _ -> newest.put(removed.key(), removed);
          case Interest.OfType _, Interest.BoundTo _ -> newest.remove(removed.key());
        }
      }
    }
  }

  void close() {
    Optional<Subscription> opened;
    synchronized (this) {
      closed = true;
      opened = subscription;
      subscription = Optional.empty();
    }
    opened.ifPresent(
        watch -> Thread.ofVirtual().name("close view " + interest).start(watch::close));
  }
}
