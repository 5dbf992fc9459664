package io.nokube.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.KeyValue;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.json.Json;
import java.io.IOException;
import java.util.Iterator;

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
  static ByteSequence bindingBytes(Pod pod) {
    return bytes(pod.withStatus(PodStatus.PENDING));
  }

  JsonNode tree() {
    return tree(entry.value().getBytes());
  }

  static JsonNode tree(byte[] json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("a stored object is no JSON", e);
    }
  }

  /// The same JSON with the status of another.
  static JsonNode withStatusOf(JsonNode object, JsonNode other) {
    ObjectNode merged = object.deepCopy();
    merged.remove("status");
    if (other.has("status")) {
      merged.set("status", other.get("status"));
    }
    return merged;
  }

  /// Whether two differ in more than metadata and status.
  static boolean specDiffers(JsonNode one, JsonNode other) {
    return !bare(one).equals(bare(other));
  }

  private static JsonNode bare(JsonNode object) {
    ObjectNode bare = object.deepCopy();
    for (Iterator<String> names = bare.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.equals("metadata") || name.equals("status")) {
        names.remove();
      }
    }
    return bare;
  }
}
