package io.nokube.model.meta;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.nokube.model.KubeObject;
import io.nokube.model.Uid;
import java.util.Optional;

/// Kubernetes' OwnerReference: the object on which this one depends.
public record OwnerReference(
    String apiVersion,
    String kind,
    String name,
    Uid uid,
    Optional<Boolean> controller,
    Optional<Boolean> blockOwnerDeletion) {

  /// The reference that a controller puts on what it makes.
  public static OwnerReference controller(KubeObject owner) {
    return new OwnerReference(
        owner.apiVersion(),
        owner.kind(),
        owner.metadata().name(),
        owner.metadata().uid(),
        Optional.of(true),
        Optional.of(true));
  }

  @JsonIgnore
  public boolean isController() {
    return controller.orElse(false);
  }
}
