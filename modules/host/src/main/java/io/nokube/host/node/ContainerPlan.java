package io.nokube.host.node;

import java.util.Optional;

/// What has to happen so that a container runs as wanted.
sealed interface ContainerPlan {

  record Create() implements ContainerPlan {}

  /// It runs, made of the very same.
  record Keep() implements ContainerPlan {}

  /// It is made of the very same but doesn't run.
  record Start() implements ContainerPlan {}

  /// It is made of something else, or can't be started as it is.
  record Replace() implements ContainerPlan {}

  record Refuse(String why, String advice) implements ContainerPlan {}

  /// A container of that name.
  ///
  /// @param clusterId whose it is; empty if it isn't nokube's
  /// @param state as the engine calls it: `running`, `exited`
  record Seen(String name, String clusterId, String fingerprint, String state) {}

  static ContainerPlan of(Optional<Seen> seen, String clusterId, String fingerprint) {
    return seen.map(container -> of(container, clusterId, fingerprint)).orElseGet(Create::new);
  }

  private static ContainerPlan of(Seen seen, String clusterId, String fingerprint) {
    if (!seen.clusterId().equals(clusterId)) {
      return new Refuse(
          seen.clusterId().isEmpty()
              ? "there is a container " + seen.name() + " that nokube didn't make"
              : "the container %s is that of another cluster (id %s)"
                  .formatted(seen.name(), seen.clusterId()),
          "remove or rename it, or give this cluster another name");
    }
    if (!seen.fingerprint().equals(fingerprint)) {
      return new Replace();
    }
    return switch (seen.state()) {
      case "running", "restarting" -> new Keep();
      case "created", "exited" -> new Start();
      default -> new Replace(); // paused, dead, being removed
    };
  }

  /// As a result's `change` says it.
  static String word(ContainerPlan plan) {
    return switch (plan) {
      case Create create -> "made";
      case Keep keep -> "none";
      case Start start -> "started";
      case Replace replace -> "replaced";
      case Refuse refuse -> "refused";
    };
  }
}
