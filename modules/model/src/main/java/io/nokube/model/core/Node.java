package io.nokube.model.core;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;
import java.util.List;

/// A Kubernetes Node: a machine, or a share of one, on which an agent runs.
public record Node(ObjectMeta metadata, NodeSpec spec, NodeStatus status) implements KubeObject {
  public Node {
    spec = spec == null ? new NodeSpec(false, List.of()) : spec;
    status = status == null ? NodeStatus.NONE : status;
  }

  @Override
  public ResourceType type() {
    return ResourceType.NODE;
  }

  @Override
  public Node withMetadata(ObjectMeta metadata) {
    return new Node(metadata, spec, status);
  }

  @Override
  public Node withStatusOf(KubeObject other) {
    return withStatus(((Node) other).status());
  }

  public Node withStatus(NodeStatus status) {
    return new Node(metadata, spec, status);
  }
}
