package io.nokube.model.apps;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;

/// A Kubernetes DaemonSet: one pod on each node that its affinity allows (S24).
public record DaemonSet(ObjectMeta metadata, DaemonSetSpec spec, DaemonSetStatus status)
    implements KubeObject {
  public DaemonSet {
    status = status == null ? DaemonSetStatus.NONE : status;
  }

  @Override
  public ResourceType type() {
    return ResourceType.DAEMON_SET;
  }

  @Override
  public DaemonSet withMetadata(ObjectMeta metadata) {
    return new DaemonSet(metadata, spec, status);
  }

  @Override
  public DaemonSet withStatusOf(KubeObject other) {
    return withStatus(((DaemonSet) other).status());
  }

  public DaemonSet withStatus(DaemonSetStatus status) {
    return new DaemonSet(metadata, spec, status);
  }
}
