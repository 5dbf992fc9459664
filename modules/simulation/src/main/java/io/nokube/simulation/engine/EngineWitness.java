package io.nokube.simulation.engine;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.NodeName;

/// Sees all that engines do.
public interface EngineWitness {
  void started(NodeName node, SeenContainer container);

  /// Its node's agent asks for a container that runs to end.
  void stopAsked(NodeName node, SeenContainer container);

  /// Its node's guard asks for a container that runs to end, since the node is cut off.
  void isolated(NodeName node, SeenContainer container);

  void ended(NodeName node, SeenContainer container);
}
