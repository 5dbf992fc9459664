package io.nokube.agent;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.agent.isolation.IsolationGuard;
import io.nokube.containers.DockerPodEngine;
import io.nokube.containers.RunningContainer;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Renewed;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.HostedActor;
import io.nokube.runtime.NodeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the isolation guard looks at and does, by the agent's other parts.
final class IsolationParts {
  private IsolationParts() {}

  static IsolationGuard.Lease lease(
      EtcdSession session, NodeName node, Supplier<Optional<NodeRuntime>> hosting) {
    OwnershipPath self = OwnershipPath.agent(node);
    return new IsolationGuard.Lease() {
      @Override
      public Optional<Renewed> renewed() {
        return session.renewed();
      }

      @Override
      public Optional<Incarnation> claimed() {
        return hosting
            .get()
            .flatMap(runtime ->
                runtime.actors().stream()
                    .filter(actor -> actor.path().equals(self))
                    .findFirst()
                    .flatMap(HostedActor::incarnation));
      }
    };
  }

  static IsolationGuard.Containers containers(DockerPodEngine docker) {
    return new IsolationGuard.Containers() {
      @Override
      public List<RunningContainer> running() {
        return docker.running();
      }

      @Override
      public Outcome stop(ContainerId container, Duration grace) {
        return docker.stop(container, grace);
      }
    };
  }
}
