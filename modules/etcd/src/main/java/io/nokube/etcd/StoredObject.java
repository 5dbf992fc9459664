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
///
/// @param entry as etcd has it: its value may be sealed
/// @param json never sealed: equal objects have equal JSON
record StoredObject(KubeObject object, KeyValue entry, ByteSequence json) {

  /// @throws IllegalArgumentException if the JSON isn't of that type
  static StoredObject of(ResourceType type, KeyValue entry, ByteSequence json) {
    KubeObject stored = Json.read(json.getBytes(), type.record());
    return new StoredObject(at(stored, entry.modRevision()), entry, json);
  }

  static KubeObject at(KubeObject object, long revision) {
    return object.withMetadata(object.metadata().withResourceVersion(new Revision(revision)));
  }

  static ByteSequence json(KubeObject object) {
    return ByteSequence.from(
        Json.write(object.withMetadata(object.metadata().withResourceVersion(Revision.NONE))));
  }

  /// What a node is told of a pod: all but its status.
  static Pod binding(Pod pod) {
    return pod.withStatus(PodStatus.PENDING)
        .withMetadata(pod.metadata().withResourceVersion(Revision.NONE));
  }

  /// Not what it holds, which may be a Secret.
  @Override
  public String toString() {
    return "StoredObject[%s at %d]".formatted(object.key(), entry.modRevision());
  }
}
