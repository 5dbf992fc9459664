package io.nokube.actor.engine;

import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Instant;

/// A container as the engine shows it.
///
/// @param path of the container's actor; of a pause container, the pod's
/// @param sandbox whether it is a pod's pause container
/// @param ip of its own network namespace; empty if it has none
public record SeenContainer(
    ContainerId id,
    OwnershipPath path,
    Uid podUid,
    boolean sandbox,
    String specHash,
    int attempt,
    String imageId,
    String ip,
    State state) {

  public sealed interface State {
    record Created() implements State {}

    record Running(Instant startedAt) implements State {}

    /// @param error what the engine says of a container that could not be started; else empty
    record Exited(
        int exitCode, boolean oomKilled, String error, Instant startedAt, Instant finishedAt)
        implements State {}
  }
}
