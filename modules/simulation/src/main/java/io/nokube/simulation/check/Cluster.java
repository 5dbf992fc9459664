package io.nokube.simulation.check;

import io.nokube.model.NodeName;
import io.nokube.simulation.net.Network;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.util.Collection;

/// All of a simulated cluster, as whoever checks sees it.
public interface Cluster {
  Timeline time();

  Etcd etcd();

  Network network();

  Timing timing();

  Collection<Host> hosts();

  Host host(NodeName name);

  /// Whether nothing is wrong with a node now: it is on, its agent runs and can reach the store,
  /// its engine answers.
  default boolean isWell(Host host) {
    String name = host.name().text();
    return host.isOn()
        && host.engine().isUp()
        && etcd().isUp()
        && network().passes(name, Network.STORE)
        && network().passes(Network.STORE, name)
        && host.agent()
            .filter(agent -> !agent.isPaused() && agent.session().hasContact())
            .isPresent();
  }
}
