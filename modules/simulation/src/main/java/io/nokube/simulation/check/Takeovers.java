package io.nokube.simulation.check;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.simulation.node.Agent;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Judges `on_isolation: stop`: a pod whose node fell silent is dead before it may be replaced, and
/// does not come to life again. An agent that was killed or paused, or whose engine was away, could
/// end nothing: it does so soon after it is at work again.
public final class Takeovers {
  private final Cluster cluster;
  private final Findings findings;

  /// Where pods ran that were taken from their nodes.
  private final Map<Uid, NodeName> taken = new HashMap<>();

  public Takeovers(Cluster cluster, Findings findings) {
    this.cluster = cluster;
    this.findings = findings;
  }

  /// Others may replace it from now on.
  void replaced(Pod pod, NodeName node) {
    if (cluster.timing().isolation().isPresent()) {
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
