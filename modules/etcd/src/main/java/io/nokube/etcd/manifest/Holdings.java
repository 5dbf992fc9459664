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
///
/// Whose a Secret is may stay unknown, since it may be sealed with a key that isn't here. All else
/// goes on meanwhile.
final class Holdings {
  private final Map<String, Set<ObjectKey>> byPath = new HashMap<>();
  private Optional<String> blind = Optional.empty();

  /// Reads all objects. Empty if the store can't be read.
  static Optional<Holdings> read(ObjectStore store) {
    Holdings holdings = new Holdings();
    for (ResourceType type : ResourceType.BUILT_IN) {
      if (holdings.look(store, type).isPresent() && !type.equals(ResourceType.SECRET)) {
        return Optional.empty();
      }
    }
    return Optional.of(holdings);
  }

  /// Why it couldn't look; empty if it could.
  private Optional<String> look(ObjectStore store, ResourceType type) {
    Optional<String> why =
        switch (store.list(type, "")) {
          case Read.Found<Listing>(Listing listing, var at) -> {
            for (KubeObject object : listing.items()) {
              Ownership.path(object).ifPresent(path -> add(path, object.key()));
            }
            yield Optional.empty();
          }
          case Read.Absent<Listing> absent -> Optional.empty();
          case Read.Unavailable<Listing>(String unavailable) -> Optional.of(unavailable);
        };
    if (type.equals(ResourceType.SECRET)) {
      blind = why;
    }
    return why;
  }

  /// Looks again for what could not be read. Why there may be more than is known here; empty: there
  /// is not.
  Optional<String> blind(ObjectStore store) {
    return blind.isEmpty() ? blind : look(store, ResourceType.SECRET);
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
