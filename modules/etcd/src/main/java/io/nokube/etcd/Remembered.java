package io.nokube.etcd;

import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The objects that this process has seen or written last, so that most writes need no read before
/// them. What is remembered may be outdated: it is only good for a write that compares it. Bounded;
/// Events, which come and go unread, and large objects are not kept.
final class Remembered {
  private static final int MOST = 1000;
  private static final int LARGEST = 8 * 1024;

  private final Map<ObjectKey, StoredObject> objects =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectKey, StoredObject> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<StoredObject> of(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// As etcd has just said, or a watch has shown.
  synchronized void seen(StoredObject object) {
    Optional<StoredObject> known = of(object.object().key());
    if (known.isEmpty() || known.get().entry().modRevision() < object.entry().modRevision()) {
      written(object);
    }
  }

  /// As it stood when the write of this process had been carried out.
  synchronized void written(StoredObject object) {
    ObjectKey key = object.object().key();
    if (key.type().equals(ResourceType.EVENT) || object.entry().value().size() > LARGEST) {
      objects.remove(key);
    } else {
      objects.put(key, object);
    }
  }

  synchronized void forget(ObjectKey key) {
    objects.remove(key);
  }

  /// Somebody has written it at that revision.
  synchronized void changed(ObjectKey key, long revision) {
    of(key).filter(known -> known.entry().modRevision() < revision).ifPresent(_ -> forget(key));
  }
}
