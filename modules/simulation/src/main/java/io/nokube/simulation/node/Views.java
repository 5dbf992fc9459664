package io.nokube.simulation.node;

import io.nokube.actor.Change;
import io.nokube.actor.Interest;
import io.nokube.actor.Signal.Observed;
import io.nokube.model.ObjectKey;
import io.nokube.simulation.store.Client;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.store.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All that a node's actors watch, each interest once. As `io.nokube.runtime.views`.
final class Views {
  private final Etcd etcd;
  private final Client client;
  private final Map<Interest, View> open = new LinkedHashMap<>();

  Views(Etcd etcd, Client client) {
    this.etcd = etcd;
    this.client = client;
  }

  private final class View implements Watch.Receiver {
    private final Interest interest;
    private final Set<Life> viewers = new LinkedHashSet<>();
    private final Map<ObjectKey, Change> newest = new LinkedHashMap<>();
    private boolean complete;
    private Optional<Watch> watch = Optional.empty();

    View(Interest interest) {
      this.interest = interest;
    }

    void start() {
      watch = Optional.of(etcd.watch(interest, client, this));
    }

    void join(Life viewer) {
      if (viewers.add(viewer) && complete) {
        viewer.deliver(new Observed(interest, List.copyOf(newest.values()), true));
      }
    }

    @Override
    public void changed(List<Change> changes, boolean whole) {
      if (whole) {
        newest.clear();
        complete = true;
      }
      changes.forEach(this::remember);
      if (complete) {
        Observed seen = new Observed(interest, List.copyOf(changes), whole);
        List.copyOf(viewers).forEach(viewer -> viewer.deliver(seen));
      }
    }

    private void remember(Change change) {
      switch (change) {
        case Change.Put put -> newest.put(put.key(), new Change.Put(put.object()));
        case Change.Removed removed -> {
          switch (interest) {
            case Interest.One _ -> newest.put(removed.key(), removed);
            case Interest.OfType _, Interest.BoundTo _ -> newest.remove(removed.key());
          }
        }
      }
    }
  }

  void join(Interest interest, Life viewer) {
    View view = open.get(interest);
    if (view == null) {
      view = new View(interest);
      open.put(interest, view);
      view.start();
    }
    view.join(viewer);
  }

  void leave(Interest interest, Life viewer) {
    View view = open.get(interest);
    if (view != null) {
      view.viewers.remove(viewer);
      if (view.viewers.isEmpty()) {
        open.remove(interest);
        view.watch.ifPresent(Watch::close);
      }
    }
  }

  void leave(Life viewer) {
    for (Interest interest : new ArrayList<>(open.keySet())) {
      leave(interest, viewer);
    }
  }
}
