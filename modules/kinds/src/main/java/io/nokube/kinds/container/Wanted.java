package io.nokube.kinds.container;

import io.nokube.actor.engine.ContainerPlan;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.PodSpec.RestartPolicy;
import java.time.Duration;

/// What a pod wants a container to be.
///
/// @param specHash a running container of this hash is adopted, though its plan be blocked
/// @param grace how long it has to end when it must give way to another
public record Wanted(
    String specHash,
    ImagePullPolicy pull,
    RestartPolicy restart,
    Duration grace,
    Resolution resolution) {

  /// Whether a new life can be started at present.
  public sealed interface Resolution {
    /// Everything it refers to is there.
    record Ready(ContainerPlan plan) implements Resolution {}

    /// It can't be started yet; what runs goes on.
    ///
    /// @param reason of the waiting state, such as `CreateContainerConfigError`
    record Blocked(String reason, String message) implements Resolution {}
  }
}
