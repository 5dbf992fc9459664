package io.nokube.kinds.deployment;

import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a Deployment says of its pods: the counts, and the conditions Available and Progressing.
///
/// Source: upstream `pkg/controller/deployment/progress.go` and `deployment_util.go`.
final class DeploymentProgress {
  private static final String PROGRESSING = "Progressing";
  private static final String COMPLETE = "NewReplicaSetAvailable";
  private static final String TIMED_OUT = "ProgressDeadlineExceeded";

  private DeploymentProgress() {}

  /// @param seen all pods, with those expected
  static DeploymentStatus of(
      Deployment wanted, String revision, Collection<Replica> seen, Instant now) {
    List<Replica> active = seen.stream().filter(r -> r.stage().active()).toList();
    int available = count(active, Replica::available);
    int there = count(active, Replica::isSeen);
    DeploymentStatus counts =
        new DeploymentStatus(
            wanted.metadata().generation(),
            there,
            count(active, r -> r.isSeen() && r.revision().equals(revision)),
            count(active, r -> r.stage().ready()),
            available,
            Math.max(0, Math.max(active.size(), wanted.spec().replicas()) - available),
            List.of());
    List<Condition> conditions =
        List.of(available(wanted, available, now), progressing(wanted, revision, counts, now));
    return with(counts, conditions);
  }

  /// When Progressing has to be looked at again, if nothing else happens. Empty if it is complete
  /// or has timed out.
  static Optional<Instant> deadline(Deployment wanted, DeploymentStatus status) {
    return find(status, PROGRESSING)
        .filter(c -> !c.reason().equals(COMPLETE) && !c.reason().equals(TIMED_OUT))
        .flatMap(Condition::lastUpdateTime)
        .map(from -> from.plus(patience(wanted)));
  }

  private static Condition available(Deployment wanted, int available, Instant now) {
    boolean enough = available >= Bounds.of(wanted.spec()).leastAvailable();
    return dated(
        wanted.status(),
        enough
            ? condition(
                "Available",
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.")
            : condition(
                "Available",
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."),
        now);
  }

  private static Condition progressing(
      Deployment wanted, String revision, DeploymentStatus counts, Instant now) {
    String set = "\"" + wanted.metadata().name() + "-" + revision + "\"";
    DeploymentStatus before = wanted.status();
    Optional<Condition> current =
        find(before, PROGRESSING).filter(condition -> condition.message().contains(set));
    if (isComplete(wanted, counts)) {
      return dated(
          before,
          condition(
              PROGRESSING, "True", COMPLETE, "ReplicaSet " + set + " has successfully progressed."),
          now);
    }
    if (current.isEmpty()) {
      return fresh(
          before,
          condition(PROGRESSING, "True", "NewReplicaSetCreated", "Created new replica set " + set),
          now);
    }
    if (current.get().reason().equals(COMPLETE) && counts.replicas() == counts.updatedReplicas()) {
      return current.get();
    }
    if (isProgressing(before, counts)) {
      return fresh(
          before,
          condition(
              PROGRESSING, "True", "ReplicaSetUpdated", "ReplicaSet " + set + " is progressing."),
          now);
    }
    boolean late =
        current
            .flatMap(Condition::lastUpdateTime)
            .map(from -> !from.plus(patience(wanted)).isAfter(now))
            .orElse(false);
    return late
        ? dated(
            before,
            condition(
                PROGRESSING,
                "False",
                TIMED_OUT,
                "ReplicaSet " + set + " has timed out progressing."),
            now)
        : current.get();
  }

  private static boolean isComplete(Deployment wanted, DeploymentStatus counts) {
    int replicas = wanted.spec().replicas();
    return counts.updatedReplicas() == replicas
        && counts.replicas() == replicas
        && counts.availableReplicas() == replicas;
  }

  private static boolean isProgressing(DeploymentStatus before, DeploymentStatus now) {
    return now.updatedReplicas() > before.updatedReplicas()
        || now.replicas() - now.updatedReplicas() < before.replicas() - before.updatedReplicas()
        || now.readyReplicas() > before.readyReplicas()
        || now.availableReplicas() > before.availableReplicas();
  }

  /// The condition as it stands, if it says the same; else with times.
  private static Condition dated(DeploymentStatus before, Condition next, Instant now) {
    return find(before, next.type())
        .filter(old ->
            old.status().equals(next.status())
                && old.reason().equals(next.reason())
                && old.message().equals(next.message()))
        .orElseGet(() -> fresh(before, next, now));
  }

  /// The condition with new times; the transition's only if the status changes.
  private static Condition fresh(DeploymentStatus before, Condition next, Instant now) {
    Optional<Instant> transition =
        find(before, next.type())
            .filter(old -> old.status().equals(next.status()))
            .flatMap(Condition::lastTransitionTime)
            .or(() -> Optional.of(now));
    return new Condition(
        next.type(), next.status(), Optional.of(now), transition, next.reason(), next.message());
  }

  private static Condition condition(String type, String status, String reason, String message) {
    return new Condition(type, status, Optional.empty(), Optional.empty(), reason, message);
  }

  private static Optional<Condition> find(DeploymentStatus status, String type) {
    return status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  private static Duration patience(Deployment wanted) {
    return Duration.ofSeconds(wanted.spec().progressDeadlineSeconds());
  }

  private static int count(List<Replica> replicas, Predicate<Replica> which) {
    int count = 0;
    for (Replica replica : replicas) {
      if (which.test(replica)) {
        count++;
      }
    }
    return count;
  }

  private static DeploymentStatus with(DeploymentStatus counts, List<Condition> conditions) {
    List<Condition> all = new ArrayList<>(conditions);
    return new DeploymentStatus(
        counts.observedGeneration(),
        counts.replicas(),
        counts.updatedReplicas(),
        counts.readyReplicas(),
        counts.availableReplicas(),
        counts.unavailableReplicas(),
        List.copyOf(all));
  }
}
