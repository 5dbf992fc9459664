package io.nokube.kinds.deployment;

import io.nokube.kinds.OwnedPods;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a deployment's actor knows.
///
/// @param status as last seen or said
record DeploymentState(Wanted wanted, OwnedPods owned, Pace pace, DeploymentStatus status) {

  /// What its Deployment says.
  sealed interface Wanted {
    record Unseen() implements Wanted {}

    record There(Deployment deployment, String revision) implements Wanted {}

    /// It was deleted; perhaps another of the same name is there.
    record Gone() implements Wanted {}
  }

  /// All pods, those that are only expected included.
  List<Replica> replicas(int minReadySeconds, Instant now) {
    List<Replica> all = new ArrayList<>();
    for (Pod pod : owned.pods().all()) {
      Replica replica = Replica.of(pod, minReadySeconds, now);
      all.add(owned.isLeaving(pod) ? replica.with(Replica.Stage.LEAVING) : replica);
    }
    owned
        .expectations()
        .creates()
        .forEach((name, make) -> all.add(Replica.expected(name, make.revision(), make.since())));
    return all;
  }

  DeploymentState with(Wanted wanted) {
    return new DeploymentState(wanted, owned, pace, status);
  }

  DeploymentState with(OwnedPods owned) {
    return new DeploymentState(wanted, owned, pace, status);
  }

  DeploymentState with(Pace pace) {
    return new DeploymentState(wanted, owned, pace, status);
  }

  DeploymentState with(DeploymentStatus status) {
    return new DeploymentState(wanted, owned, pace, status);
  }
}
