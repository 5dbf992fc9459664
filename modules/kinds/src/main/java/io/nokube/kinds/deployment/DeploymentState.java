package io.nokube.kinds.deployment;

import io.nokube.kinds.Brood;
import io.nokube.kinds.Expectations;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Sight;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a deployment's actor knows.
///
/// @param pods those that it controls
/// @param status as last seen or said
record DeploymentState(
    Wanted wanted,
    Sight<Pod> pods,
    Expectations expectations,
    Pace pace,
    DeploymentStatus status,
    Brood brood) {

  /// What its Deployment says.
  sealed interface Wanted {
    record Unseen() implements Wanted {}

    record There(Deployment deployment, String revision) implements Wanted {}

    /// It was deleted; perhaps another of the same name is there.
    record Gone() implements Wanted {}
  }

  static DeploymentState blank(OwnerSettings settings) {
    return new DeploymentState(
        new Wanted.Unseen(),
        Sight.none(),
        Expectations.NONE,
        Pace.of(settings.backoff()),
        DeploymentStatus.NONE,
        Brood.of(settings.backoff()));
  }

  /// All pods, those that are only expected included.
  List<Replica> replicas(int minReadySeconds, Instant now) {
    List<Replica> all = new ArrayList<>();
    for (Pod pod : pods.all()) {
      Replica replica = Replica.of(pod, minReadySeconds, now);
      all.add(expectations.deletes().containsKey(replica.uid()) ? replica.leaving() : replica);
    }
    expectations
        .creates()
        .forEach(
            (name, create) -> all.add(Replica.expected(name, create.revision(), create.since())));
    return all;
  }

  DeploymentState with(Wanted wanted) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }

  DeploymentState with(Sight<Pod> pods, Expectations expectations) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }

  DeploymentState with(Expectations expectations) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }

  DeploymentState with(Pace pace) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }

  DeploymentState with(DeploymentStatus status) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }

  DeploymentState with(Brood brood) {
    return new DeploymentState(wanted, pods, expectations, pace, status, brood);
  }
}
