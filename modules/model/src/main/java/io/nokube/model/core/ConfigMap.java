package io.nokube.model.core;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;
import java.util.Map;
import java.util.Optional;

/// A Kubernetes ConfigMap: text by key, and bytes (in base64) by key (S21).
public record ConfigMap(
    ObjectMeta metadata,
    Map<String, String> data,
    Map<String, String> binaryData,
    Optional<Boolean> immutable)
    implements KubeObject {
  @Override
  public ResourceType type() {
    return ResourceType.CONFIG_MAP;
  }

  @Override
  public ConfigMap withMetadata(ObjectMeta metadata) {
    return new ConfigMap(metadata, data, binaryData, immutable);
  }
}
