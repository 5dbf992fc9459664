package io.nokube.etcd;

import io.nokube.actor.port.Liveness.RecordWatcher;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.etcd.session.Change;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Receiver;
import io.nokube.model.OwnershipPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Tells a watcher which alive records appear and go, also those that went while history was lost.
final class Appearances implements Receiver {
  private final RecordWatcher watcher;
  private final Predicate<String> concerns;
  private final Function<String, OwnershipPath> path;
  private final Function<KeyValue, Seen> seen;
  private final Set<String> known = new HashSet<>();

  Appearances(
      RecordWatcher watcher,
      Predicate<String> concerns,
      Function<String, OwnershipPath> path,
      Function<KeyValue, Seen> seen) {
    this.watcher = watcher;
    this.concerns = concerns;
    this.path = path;
    this.seen = seen;
  }

  @Override
  public void receive(Delivery delivery) {
    switch (delivery) {
      case Delivery.Resync(List<KeyValue> entries, long revision) -> {
        Set<String> gone = new HashSet<>(known);
        entries.forEach(entry -> gone.remove(entry.key()));
        gone.forEach(this::went);
        entries.forEach(this::appeared);
      }
      case Delivery.Changes(List<Change> changes, long revision) ->
          changes.forEach(change -> {
            switch (change) {
              case Change.Put put -> appeared(put.now());
              case Change.Delete delete -> went(delete.key());
            }
          });
    }
  }

  private void appeared(KeyValue entry) {
    if (concerns.test(entry.key())) {
      known.add(entry.key());
      watcher.appeared(seen.apply(entry));
    }
  }

  private void went(String key) {
    if (concerns.test(key)) {
      known.remove(key);
      watcher.went(path.apply(key));
    }
  }
}
