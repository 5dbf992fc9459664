package io.nokube.etcd;

import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Reading;
import io.nokube.model.EtcdKeys;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which namespaces take new objects. Open ones are remembered, since every creation compares what
/// was remembered: a namespace that has changed since only costs another try.
final class Namespaces {
  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Map<String, Long> open = new ConcurrentHashMap<>();

  Namespaces(EtcdSession session, EtcdKeys keys) {
    this.session = session;
    this.keys = keys;
  }

  sealed interface Standing {
    /// @param still must hold when the object is created
    record Open(Compare still) implements Standing {}

    record Ending() implements Standing {}

    record Missing() implements Standing {}

    record Unavailable(String why) implements Standing {}
  }

  Standing of(String namespace) {
    Optional<Long> remembered = Optional.ofNullable(open.get(namespace));
    return remembered.isPresent()
        ? new Standing.Open(new Compare.Unchanged(key(namespace), remembered.get()))
        : read(namespace);
  }

  private Standing read(String namespace) {
    return switch (session.get(key(namespace))) {
      case Reading.Answer<Optional<KeyValue>>(Optional<KeyValue> entry, long at) ->
          entry.map(found -> standing(namespace, found)).orElseGet(Standing.Missing::new);
      case Reading.Compacted<Optional<KeyValue>>(String why) -> new Standing.Unavailable(why);
      case Reading.Unavailable<Optional<KeyValue>>(String why) -> new Standing.Unavailable(why);
    };
  }

  private Standing standing(String namespace, KeyValue entry) {
    if (StoredObject.of(ResourceType.NAMESPACE, entry, entry.value())
        .object()
        .metadata()
        .isDeleting()) {
      return new Standing.Ending();
    }
    open.put(namespace, entry.modRevision());
    return new Standing.Open(new Compare.Unchanged(key(namespace), entry.modRevision()));
  }

  /// What was remembered of a namespace didn't hold.
  void forget(String namespace) {
    open.remove(namespace);
  }

  private String key(String namespace) {
    return keys.object(new ObjectKey(ResourceType.NAMESPACE, "", namespace));
  }
}
