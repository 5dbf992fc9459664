package io.nokube.model.core;

import java.util.Optional;

/// A variable: a value, in which `$(OTHER)` is replaced, or a place to take it from.
public record EnvVar(String name, String value, Optional<EnvVarSource> valueFrom) {

  /// Exactly one of these is present.
  public record EnvVarSource(
      Optional<KeySelector> configMapKeyRef,
      Optional<KeySelector> secretKeyRef,
      Optional<FieldSelector> fieldRef) {}

  /// A key of a ConfigMap or Secret of the pod's namespace.
  public record KeySelector(String name, String key, Optional<Boolean> optional) {}

  /// A field of the pod, such as `metadata.name` or `status.podIP`.
  public record FieldSelector(String apiVersion, String fieldPath) {}
}
