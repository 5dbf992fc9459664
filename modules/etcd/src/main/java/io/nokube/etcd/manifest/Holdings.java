package io.nokube.etcd.manifest;

import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which objects each manifest key has made, as the objects themselves say. One thread's.
final class Holdings {
  private final Map<String, Set<ObjectKey>> byPath = new HashMap<>();

  /// Reads all objects. Empty if the store can't be read.
  static Optional<Holdings> read(ObjectStore store) {
    Holdings holdings = new Holdings();
    for (ResourceType type : ResourceType.BUILT_IN) {
      if (!(store.list(type, "") instanceof Read.Found<Listing>(Listing listing, var at))) {
        return Optional.empty();
      }
      for (KubeObject object : listing.items()) {
        Ownership.path(object).ifPresent(path -> holdings.add(path, object.key()));
      }
    }
    return Optional.of(holdings);
  }

  Set<String> paths() {
    return Set.copyOf(byPath.keySet());
  }

  Set<ObjectKey> of(String path) {
    return Set.copyOf(byPath.getOrDefault(path, Set.of()));
  }

  void add(String path, ObjectKey key) {
    byPath.computeIfAbsent(path, any -> new HashSet<>()).add(key);
  }

  void drop(String path, ObjectKey key) {
    Set<ObjectKey> keys = byPath.getOrDefault(path, new HashSet<>());
    keys.remove(key);
    if (keys.isEmpty()) {
      byPath.remove(path);
    }
  }
}
