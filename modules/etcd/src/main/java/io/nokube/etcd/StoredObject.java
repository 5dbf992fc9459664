package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.KeyValue;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.json.Json;

/// An object as it stands in etcd: canonical JSON without `resourceVersion`, which is etcd's own.
record StoredObject(KubeObject object, KeyValue entry) {

  static StoredObject of(ResourceType type, KeyValue entry) {
    KubeObject stored = Json.read(entry.value().getBytes(), type.record());
    return new StoredObject(at(stored, entry.modRevision()), entry);
  }

  static KubeObject at(KubeObject object, long revision) {
    return object.withMetadata(object.metadata().withResourceVersion(new Revision(revision)));
  }

  static ByteSequence bytes(KubeObject object) {
    return ByteSequence.from(
        Json.write(object.withMetadata(object.metadata().withResourceVersion(Revision.NONE))));
  }

  /// What a node is told of a pod: all but its status.
  static Pod binding(Pod pod) {
    return pod.withStatus(PodStatus.PENDING)
        .withMetadata(pod.metadata().withResourceVersion(Revision.NONE));
  }
}
