package io.nokube.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.nokube.model.meta.ObjectMeta;

/// A Kubernetes object: a type, metadata, and what the type adds. Immutable.
@JsonPropertyOrder({"apiVersion", "kind", "metadata"})
@JsonIgnoreProperties(
    value = {"apiVersion", "kind"},
    allowGetters = true)
public interface KubeObject {
  /// Which resource this is an object of.
  @JsonIgnore
  ResourceType type();

  ObjectMeta metadata();

  /// The same object with other metadata.
  KubeObject withMetadata(ObjectMeta metadata);

  /// The same object with another one's status; itself if its kind has none.
  default KubeObject withStatusOf(KubeObject other) {
    return this;
  }

  @JsonProperty("apiVersion")
  default String apiVersion() {
    return type().apiVersion();
  }

  @JsonProperty("kind")
  default String kind() {
    return type().kind();
  }

  /// Where it lives: type, namespace, name.
  @JsonIgnore
  default ObjectKey key() {
    return new ObjectKey(type(), metadata().namespace(), metadata().name());
  }
}
