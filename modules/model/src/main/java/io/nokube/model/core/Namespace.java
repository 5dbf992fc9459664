package io.nokube.model.core;

import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.meta.ObjectMeta;

/// A Kubernetes Namespace.
public record Namespace(ObjectMeta metadata, NamespaceStatus status) implements KubeObject {
  public Namespace {
    status = status == null ? new NamespaceStatus("") : status;
  }

  @Override
  public ResourceType type() {
    return ResourceType.NAMESPACE;
  }

  @Override
  public Namespace withMetadata(ObjectMeta metadata) {
    return new Namespace(metadata, status);
  }

  @Override
  public Namespace withStatusOf(KubeObject other) {
    return new Namespace(metadata, ((Namespace) other).status());
  }

  /// @param phase `Active` or `Terminating`; empty before the store has accepted it
  public record NamespaceStatus(String phase) {}
}
