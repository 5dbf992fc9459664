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
import java.util.function.Function;

/// Turns a watch's deliveries into changes of objects.
///
/// @param absent an object whose absence is to be said, where the watch is of one object
record ObjectChanges(
    ResourceType type,
    Function<String, ObjectKey> keyOf,
    Watcher watcher,
    Optional<ObjectKey> absent)
    implements Receiver {

  ObjectChanges(ResourceType type, Function<String, ObjectKey> keyOf, Watcher watcher) {
    this(type, keyOf, watcher, Optional.empty());
  }

  ObjectChanges sayingAbsence(ObjectKey key) {
    return new ObjectChanges(type, keyOf, watcher, Optional.of(key));
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
              delete.before().map(this::object));
    };
  }

  private io.nokube.model.KubeObject object(KeyValue entry) {
    return StoredObject.of(type, entry).object();
  }
}
