package io.nokube.kinds.pod;

import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Running;
import io.nokube.model.core.ContainerStatus.Terminated;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A container's status with its times as they are stored, so that a status computed anew equals
/// the stored one and isn't written again.
final class WholeSeconds {
  private WholeSeconds() {}

  static ContainerStatus of(ContainerStatus it) {
    return new ContainerStatus(
        it.name(),
        of(it.state()),
        of(it.lastState()),
        it.ready(),
        it.restartCount(),
        it.image(),
        it.imageID(),
        it.containerID(),
        it.started());
  }

  private static ContainerState of(ContainerState it) {
    return new ContainerState(
        it.waiting(),
        it.running().map(running -> new Running(of(running.startedAt()))),
        it.terminated().map(WholeSeconds::of));
  }

  private static Terminated of(Terminated it) {
    return new Terminated(
        it.exitCode(),
        it.reason(),
        it.message(),
        it.startedAt().map(WholeSeconds::of),
        it.finishedAt().map(WholeSeconds::of),
        it.containerID());
  }

  private static Instant of(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
