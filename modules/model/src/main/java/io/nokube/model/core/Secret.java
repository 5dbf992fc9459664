package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;
import java.util.Map;
import java.util.Optional;

/// A Kubernetes Secret: bytes (in base64) by key. `stringData` is merged into `data` when it comes
/// in. Never printed: [#toString] names the keys only.
public record Secret(
    ObjectMeta metadata,
    @JsonProperty("type") String secretType,
    Map<String, String> data,
    Optional<Boolean> immutable)
    implements KubeObject {
  @Override
  public ResourceType type() {
    return ResourceType.SECRET;
  }

  @Override
  public Secret withMetadata(ObjectMeta metadata) {
    return new Secret(metadata, secretType, data, immutable);
  }

  @Override
  public String toString() {
    return "Secret["
        + metadata.namespace()
        + "/"
        + metadata.name()
        + ", keys "
        + data.keySet()
        + "]";
  }
}
