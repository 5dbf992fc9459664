package io.nokube.kinds.deployment;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.apps.DeploymentSpec;
import io.nokube.model.apps.DeploymentSpec.RollingUpdate;
import io.nokube.model.apps.DeploymentSpec.Strategy;
import io.nokube.model.apps.DeploymentSpec.StrategyType;
import io.nokube.model.meta.IntOrPercent;
import java.time.Instant;
import java.util.Optional;

/// Replicas and specs in few words.
final class Replicas {
  private static final DeploymentSpec ANY = Things.deployment("web", 1).spec();

  private static final NodeName N1 = new NodeName("n1");

  private Replicas() {}

  static Replica replica(String name, String revision, Stage stage, Instant created) {
    return new Replica(
        name,
        new Uid(name),
        revision,
        stage,
        stage == Stage.UNASSIGNED ? Optional.empty() : Optional.of(N1),
        0,
        stage.ready() ? Optional.of(created) : Optional.empty(),
        0,
        created);
  }

  static DeploymentSpec rolling(int replicas, IntOrPercent surge, IntOrPercent unavailable) {
    return spec(
        replicas,
        new Strategy(
            StrategyType.ROLLING_UPDATE, Optional.of(new RollingUpdate(unavailable, surge))));
  }

  static DeploymentSpec recreate(int replicas) {
    return spec(replicas, new Strategy(StrategyType.RECREATE, Optional.empty()));
  }

  private static DeploymentSpec spec(int replicas, Strategy strategy) {
    return new DeploymentSpec(replicas, ANY.selector(), ANY.template(), strategy, 0, 600);
  }
}
