package io.nokube.model.core;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;

/// A Kubernetes Pod.
public record Pod(ObjectMeta metadata, PodSpec spec, PodStatus status) implements KubeObject {
  public Pod {
    status = status == null ? PodStatus.PENDING : status;
  }

  @Override
  public ResourceType type() {
    return ResourceType.POD;
  }

  @Override
  public Pod withMetadata(ObjectMeta metadata) {
    return new Pod(metadata, spec, status);
  }

  public Pod withSpec(PodSpec spec) {
    return new Pod(metadata, spec, status);
  }

  @Override
  public Pod withStatusOf(KubeObject other) {
    return withStatus(((Pod) other).status());
  }

  public Pod withStatus(PodStatus status) {
    return new Pod(metadata, spec, status);
  }
}
