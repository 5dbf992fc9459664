package io.nokube.kinds.container;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer.State.Exited;
import io.nokube.model.core.ContainerStatus.Terminated;
import io.nokube.model.core.PodSpec.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How lives of a container end, in Kubernetes' words, and whether another one follows.
final class Endings {
  private static final int KILLED = 137;
  private static final int NOT_FOUND = 127;
  private static final int NOT_STARTED = 128;

  private Endings() {}

  /// From all that the engine knows.
  static Terminated of(ContainerId id, Exited exited) {
    return new Terminated(
        exited.exitCode(),
        reason(exited),
        exited.error(),
        Optional.of(exited.startedAt()),
        Optional.of(exited.finishedAt()),
        statusId(id));
  }

  /// From an event, which tells the exit code only.
  static Terminated of(ContainerId id, int exitCode, Instant startedAt, Instant now) {
    return new Terminated(
        exitCode,
        exitCode == 0 ? "Completed" : "Error",
        "",
        Optional.of(startedAt),
        Optional.of(now),
        statusId(id));
  }

  /// Of one that somebody removed unseen.
  static Terminated lost(ContainerId id, Instant startedAt, Instant now) {
    return new Terminated(
        KILLED,
        "ContainerStatusUnknown",
        "The container could not be located when it was looked for",
        Optional.of(startedAt),
        Optional.of(now),
        statusId(id));
  }

  /// Of one that was made and could not be started.
  static Terminated notStarted(String message, Instant now) {
    boolean notFound = message.contains("not found") || message.contains("no such file");
    return new Terminated(
        notFound ? NOT_FOUND : NOT_STARTED,
        "ContainerCannotRun",
        message,
        Optional.of(now),
        Optional.of(now),
        "");
  }

  /// Source: upstream `pod-lifecycle.md`, container restart policy.
  static boolean restarts(RestartPolicy policy, int exitCode) {
    return switch (policy) {
      case ALWAYS -> true;
      case ON_FAILURE -> exitCode != 0;
      case NEVER -> false;
    };
  }

  static Duration lived(Terminated ended) {
    return ended
        .startedAt()
        .flatMap(from -> ended.finishedAt().map(to -> Duration.between(from, to)))
        .filter(lived -> !lived.isNegative())
        .orElse(Duration.ZERO);
  }

  /// `docker://<id>`, as a status names a container.
  static String statusId(ContainerId id) {
    return "docker://" + id;
  }

  private static String reason(Exited exited) {
    if (exited.oomKilled()) {
      return "OOMKilled";
    }
    if (!exited.error().isEmpty()) {
      return "ContainerCannotRun";
    }
    return exited.exitCode() == 0 ? "Completed" : "Error";
  }
}
