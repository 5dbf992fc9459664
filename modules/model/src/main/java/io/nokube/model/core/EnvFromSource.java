package io.nokube.model.core;

import java.util.Optional;

/// All keys of a ConfigMap or Secret as variables. Exactly one reference is present.
public record EnvFromSource(
    String prefix, Optional<SourceReference> configMapRef, Optional<SourceReference> secretRef) {

  public record SourceReference(String name, Optional<Boolean> optional) {}
}
