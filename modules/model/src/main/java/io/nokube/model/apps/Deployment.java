package io.nokube.model.apps;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;

/// A Kubernetes Deployment: so many like pods, replaced bit by bit when their template changes
/// (S25).
public record Deployment(ObjectMeta metadata, DeploymentSpec spec, DeploymentStatus status)
    implements KubeObject {
  public Deployment {
    status = status == null ? DeploymentStatus.NONE : status;
  }

  @Override
  public ResourceType type() {
    return ResourceType.DEPLOYMENT;
  }

  @Override
  public Deployment withMetadata(ObjectMeta metadata) {
    return new Deployment(metadata, spec, status);
  }

  @Override
  public Deployment withStatusOf(KubeObject other) {
    return withStatus(((Deployment) other).status());
  }

  public Deployment withStatus(DeploymentStatus status) {
    return new Deployment(metadata, spec, status);
  }
}
