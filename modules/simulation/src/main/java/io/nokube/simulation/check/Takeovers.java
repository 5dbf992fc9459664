package io.nokube.simulation.check;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.simulation.node.Agent;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges `on_isolation: stop`: a pod whose node fell silent is dead before it may be replaced, and
/// does not come to life again. An agent that was killed or paused, or whose engine was away, could
/// end nothing: it does so soon after it is at work again. A node whose alive record somebody
/// removed by hand was given up by them, until its agent has one again.
public final class Takeovers {
  private final Cluster cluster;
  private final Findings findings;

  /// Where pods ran that were taken from their nodes.
  private final Map<Uid, NodeName> taken = new HashMap<>();

  private final Set<NodeName> givenUp = new HashSet<>();

  public Takeovers(Cluster cluster, Findings findings) {
    this.cluster = cluster;
    this.findings = findings;
  }

  /// Somebody removed a record by hand.
  public void removed(OwnershipPath path) {
    node(path).ifPresent(givenUp::add);
  }

  void claimed(OwnershipPath path) {
    node(path).ifPresent(givenUp::remove);
  }

  /// Whose agent's path it is.
  private static Optional<NodeName> node(OwnershipPath path) {
    return path.isRoot() && path.kind().equals("agent")
        ? Optional.of(new NodeName(path.name()))
        : Optional.empty();
  }

  /// Others may replace it from now on.
  void replaced(Pod pod, NodeName node) {
    if (cluster.timing().isolation().isPresent() && !givenUp.contains(node)) {
      taken.put(pod.metadata().uid(), node);
      look(cluster.host(node));
    }
  }

  void started(NodeName node, SeenContainer container) {
    if (node.equals(taken.get(container.podUid()))) {
      look(cluster.host(node));
    }
  }

  void look() {
    if (!taken.isEmpty()) {
      cluster.hosts().forEach(this::look);
    }
  }

  private void look(Host host) {
    if (couldNot(host)) {
      return;
    }
    for (SeenContainer one : host.engine().running()) {
      if (host.name().equals(taken.get(one.podUid()))) {
        findings.found(
            "alive together",
            one.path()
                + " runs on "
                + host.name()
                + ", which was silent for so long that its pod is replaced");
      }
    }
  }

  private boolean couldNot(Host host) {
    long late =
        cluster
            .timing()
            .isolation()
            .map(Timing.Isolation::lateAtMost)
            .map(Timeline::micros)
            .orElse(0L);
    long now = cluster.time().now();
    Optional<Agent> agent = host.agent().filter(it -> !it.isPaused());
    return agent.isEmpty()
        || now - agent.get().atWorkSince() < late
        || !host.engine().isUp()
        || now - host.engine().upSince() < late;
  }
}
