package io.nokube.simulation.node;

import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.simulation.net.Network;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timing;
import java.util.Optional;

/// What an agent process finds around it.
public interface World {
  Timeline time();

  Network network();

  Etcd etcd();

  Timing timing();

  Decisions decisions();

  /// The process that runs on a node now.
  Optional<Agent> agent(NodeName node);

  /// A behaviour threw: no behaviour may.
  void threw(OwnershipPath path, RuntimeException unforeseen);
}
