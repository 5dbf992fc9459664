package io.nokube.model;

import java.util.Optional;

/// The namespace of what belongs to the cluster itself, such as its monitoring. `new-or-update`
/// alone makes, changes and removes what is in it; deploying a service never touches it.
public final class SystemNamespace {
  public static final String NAME = "nokube-system";

  private SystemNamespace() {}

  /// Why a user may not write an object; empty if they may.
  public static Optional<String> refusal(ObjectKey key) {
    boolean itself = key.type().equals(ResourceType.NAMESPACE) && key.name().equals(NAME);
    return itself || key.namespace().equals(NAME)
        ? Optional.of(
            "%s is the cluster's own: the namespace %s is changed by nokube new-or-update alone; use another one"
                .formatted(key.shortName(), NAME))
        : Optional.empty();
  }
}
