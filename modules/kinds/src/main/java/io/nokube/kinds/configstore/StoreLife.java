package io.nokube.kinds.configstore;

import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The state of a store: what was asked for, by whom, and what is known of it.
record StoreLife(Map<ObjectKey, Wanted> wanted) {
  static final StoreLife NEW = new StoreLife(Map.of());

  /// @param askers when each asked last
  /// @param content empty: not seen yet
  record Wanted(Map<OwnershipPath, Instant> askers, Optional<Content> content) {
    static final Wanted NOT_YET = new Wanted(Map.of(), Optional.empty());

    Wanted by(OwnershipPath asker, Instant now) {
      Map<OwnershipPath, Instant> more = new HashMap<>(askers);
      more.put(asker, now);
      return new Wanted(Map.copyOf(more), content);
    }

    Wanted notBy(OwnershipPath asker) {
      Map<OwnershipPath, Instant> less = new HashMap<>(askers);
      less.remove(asker);
      return new Wanted(Map.copyOf(less), content);
    }

    Wanted since(Instant earliest) {
      Map<OwnershipPath, Instant> recent = new HashMap<>(askers);
      recent.values().removeIf(asked -> asked.isBefore(earliest));
      return new Wanted(Map.copyOf(recent), content);
    }

    Wanted showing(Content content) {
      return new Wanted(askers, Optional.of(content));
    }
  }

  Optional<Wanted> of(ObjectKey key) {
    return Optional.ofNullable(wanted.get(key));
  }

  StoreLife with(ObjectKey key, Wanted now) {
    Map<ObjectKey, Wanted> more = new HashMap<>(wanted);
    more.put(key, now);
    return new StoreLife(Map.copyOf(more));
  }

  StoreLife without(ObjectKey key) {
    Map<ObjectKey, Wanted> less = new HashMap<>(wanted);
    less.remove(key);
    return new StoreLife(Map.copyOf(less));
  }
}
