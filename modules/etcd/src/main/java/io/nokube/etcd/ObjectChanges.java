package io.nokube.etcd;

import io.nokube.actor.Change;
import io.nokube.actor.port.ObjectStore.Watcher;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Receiver;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a watch's deliveries into changes of objects.
///
/// An object that can't be opened is there, and nobody knows how: of a change to it the watcher
/// isn't told, so it keeps what it knew. Told all that is there, it would take for gone what is
/// left out: it is told nothing until all can be opened.
final class ObjectChanges implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectChanges.class);

  private final ResourceType type;
  private final Sealing sealing;
  private final Function<String, ObjectKey> keyOf;
  private final Consumer<StoredObject> shown;
  private final Watcher watcher;
  private final Optional<ObjectKey> absent;

  /// All that is there, while some of it can't be opened.
  private Optional<Map<String, KeyValue>> withheld = Optional.empty();

  /// In which state an object was warned of.
  private final Map<String, Long> warned = new HashMap<>();

  /// @param shown hears of every object as it stood in etcd, before the watcher does
  ObjectChanges(
      ResourceType type,
      Sealing sealing,
      Function<String, ObjectKey> keyOf,
      Consumer<StoredObject> shown,
      Watcher watcher) {
    this(type, sealing, keyOf, shown, watcher, Optional.empty());
  }

  private ObjectChanges(
      ResourceType type,
      Sealing sealing,
      Function<String, ObjectKey> keyOf,
      Consumer<StoredObject> shown,
      Watcher watcher,
      Optional<ObjectKey> absent) {
    this.type = type;
    this.sealing = sealing;
    this.keyOf = keyOf;
    this.shown = shown;
    this.watcher = watcher;
    this.absent = absent;
  }

  /// @param key whose absence is to be said, where the watch is of one object
  ObjectChanges sayingAbsence(ObjectKey key) {
    return new ObjectChanges(type, sealing, keyOf, shown, watcher, Optional.of(key));
  }

  @Override
  public void receive(Delivery delivery) {
    switch (delivery) {
      case Delivery.Resync(List<KeyValue> entries, long revision) -> {
        Map<String, KeyValue> all = new TreeMap<>();
        entries.forEach(entry -> all.put(entry.key(), entry));
        all(all, revision);
      }
      case Delivery.Changes(List<io.nokube.etcd.session.Change> changes, long revision) ->
          withheld.ifPresentOrElse(
              all -> {
                changes.forEach(change -> apply(change, all));
                all(all, revision);
              },
              () -> changed(changes));
    }
  }

  private static void apply(io.nokube.etcd.session.Change change, Map<String, KeyValue> entries) {
    switch (change) {
      case io.nokube.etcd.session.Change.Put put -> entries.put(put.key(), put.now());
      case io.nokube.etcd.session.Change.Delete delete -> entries.remove(delete.key());
    }
  }

  private void all(Map<String, KeyValue> entries, long revision) {
    List<Change> all = new ArrayList<>();
    for (KeyValue entry : entries.values()) {
      object(entry).ifPresent(object -> all.add(new Change.Put(object)));
    }
    if (all.size() < entries.size()) {
      withheld = Optional.of(entries);
      return;
    }
    withheld = Optional.empty();
    if (all.isEmpty()) {
      absent.ifPresent(key -> all.add(new Change.Removed(key, new Revision(revision))));
    }
    watcher.changed(List.copyOf(all), true);
  }

  private void changed(List<io.nokube.etcd.session.Change> changes) {
    List<Change> told = changes.stream().map(this::change).flatMap(Optional::stream).toList();
    if (!told.isEmpty()) {
      watcher.changed(told, false);
    }
  }

  private Optional<Change> change(io.nokube.etcd.session.Change change) {
    return switch (change) {
      case io.nokube.etcd.session.Change.Put put ->
          object(put.now()).map(object -> new Change.Put(object, put.now().version() == 1));
      case io.nokube.etcd.session.Change.Delete delete ->
          Optional.of(
              new Change.Removed(
                  keyOf.apply(delete.key()),
                  new Revision(delete.revision()),
                  delete.before().flatMap(this::opened).map(StoredObject::object)));
    };
  }

  private Optional<KubeObject> object(KeyValue entry) {
    Optional<StoredObject> stored = opened(entry);
    stored.ifPresent(shown);
    return stored.map(StoredObject::object);
  }

  private Optional<StoredObject> opened(KeyValue entry) {
    return switch (sealing.open(type, entry)) {
      case Opening.Opened(StoredObject object) -> Optional.of(object);
      case Opening.Closed(String why) -> {
        warn(entry, why);
        yield Optional.empty();
      }
    };
  }

  /// Of each state of an object once.
  private void warn(KeyValue entry, String why) {
    if (!Objects.equals(warned.put(entry.key(), entry.modRevision()), entry.modRevision())) {
      LOG.warn("what is watched can't be read, what was known of it stays: {}", why);
    }
  }
}
