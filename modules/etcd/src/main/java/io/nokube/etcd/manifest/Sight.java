package io.nokube.etcd.manifest;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import java.util.Map;
import java.util.Optional;

/// What was read of the objects that a manifest names and of the namespaces they are to live in.
/// What isn't in it isn't there.
record Sight(Map<ObjectKey, KubeObject> there) {
  Sight {
    there = Map.copyOf(there);
  }

  Optional<KubeObject> of(ObjectKey key) {
    return Optional.ofNullable(there.get(key));
  }

  Optional<KubeObject> namespaceOf(ObjectKey key) {
    return of(namespaceKey(key));
  }

  static ObjectKey namespaceKey(ObjectKey key) {
    return new ObjectKey(ResourceType.NAMESPACE, "", key.namespace());
  }
}
