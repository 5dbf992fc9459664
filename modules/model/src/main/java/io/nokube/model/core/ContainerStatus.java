package io.nokube.model.core;

import java.time.Instant;
import java.util.Optional;

/// What became of one container of a pod.
///
/// @param containerID `docker://<id>`; empty before it was made
public record ContainerStatus(
    String name,
    ContainerState state,
    ContainerState lastState,
    boolean ready,
    int restartCount,
    String image,
    String imageID,
    String containerID,
    boolean started) {
  public ContainerStatus {
    state = state == null ? ContainerState.NONE : state;
    lastState = lastState == null ? ContainerState.NONE : lastState;
  }

  /// Exactly one is present, or none where there is no last state.
  public record ContainerState(
      Optional<Waiting> waiting, Optional<Running> running, Optional<Terminated> terminated) {
    public static final ContainerState NONE =
        new ContainerState(Optional.empty(), Optional.empty(), Optional.empty());

    public static ContainerState waiting(String reason, String message) {
      return new ContainerState(
          Optional.of(new Waiting(reason, message)), Optional.empty(), Optional.empty());
    }

    public static ContainerState running(Instant startedAt) {
      return new ContainerState(
          Optional.empty(), Optional.of(new Running(startedAt)), Optional.empty());
    }

    public static ContainerState terminated(Terminated terminated) {
      return new ContainerState(Optional.empty(), Optional.empty(), Optional.of(terminated));
    }
  }

  public record Waiting(String reason, String message) {}

  public record Running(Instant startedAt) {}

  /// @param reason `Completed`, `Error`, `OOMKilled`, `ContainerCannotRun`
  public record Terminated(
      int exitCode,
      String reason,
      String message,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      String containerID) {}
}
