package io.nokube.etcd;

import io.nokube.actor.Change;
import io.nokube.actor.port.ObjectStore.Watcher;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Receiver;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Turns a watch's deliveries into changes of objects.
///
/// @param shown hears of every object as it stood in etcd, before the watcher does
/// @param absent an object whose absence is to be said, where the watch is of one object
record ObjectChanges(
    ResourceType type,
    Function<String, ObjectKey> keyOf,
    Consumer<StoredObject> shown,
    Watcher watcher,
    Optional<ObjectKey> absent)
    implements Receiver {

  ObjectChanges(
      ResourceType type,
      Function<String, ObjectKey> keyOf,
      Consumer<StoredObject> shown,
      Watcher watcher) {
    this(type, keyOf, shown, watcher, Optional.empty());
  }

  ObjectChanges sayingAbsence(ObjectKey key) {
    return new ObjectChanges(type, keyOf, shown, watcher, Optional.of(key));
  }

  @Override
  public void receive(Delivery delivery) {
    switch (delivery) {
      case Delivery.Resync(List<KeyValue> entries, long revision) -> {
        List<Change> all =
            entries.stream().<Change>map(entry -> new Change.Put(object(entry))).toList();
        watcher.changed(
            all.isEmpty()
                ? absent
                    .<List<Change>>map(
                        key -> List.of(new Change.Removed(key, new Revision(revision))))
                    .orElse(List.of())
                : all,
            true);
      }
      case Delivery.Changes(List<io.nokube.etcd.session.Change> changes, long revision) ->
          watcher.changed(changes.stream().map(this::change).toList(), false);
    }
  }

  private Change change(io.nokube.etcd.session.Change change) {
    return switch (change) {
      case io.nokube.etcd.session.Change.Put put ->
          new Change.Put(object(put.now()), put.now().version() == 1);
      case io.nokube.etcd.session.Change.Delete delete ->
          new Change.Removed(
              keyOf.apply(delete.key()),
              new Revision(delete.revision()),
              delete.before().map(before -> StoredObject.of(type, before).object()));
    };
  }

  private io.nokube.model.KubeObject object(KeyValue entry) {
    StoredObject stored = StoredObject.of(type, entry);
    shown.accept(stored);
    return stored.object();
  }
}
