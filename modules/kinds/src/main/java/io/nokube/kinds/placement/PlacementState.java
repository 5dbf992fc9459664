package io.nokube.kinds.placement;

import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What placement knows. Nothing is placed before all nodes and all pods were seen.
///
/// @param places the nodes, as if nothing were taken of them
/// @param pending pods without a node, as last seen; also those being bound
/// @param seats by pod: where it is bound, or is being bound by us
/// @param taken by node: what its seats take together
record PlacementState(
    boolean nodesWhole,
    boolean podsWhole,
    Map<NodeName, Place> places,
    Map<ObjectKey, Pod> pending,
    Map<ObjectKey, Seat> seats,
    Map<NodeName, Taken> taken) {
  static final PlacementState BLANK =
      new PlacementState(false, false, Map.of(), Map.of(), Map.of(), Map.of());

  boolean ready() {
    return nodesWhole && podsWhole;
  }

  /// @param assumed since when we expect to see the binding that we wrote; empty once it was seen
  record Seat(Uid pod, NodeName node, Footprint footprint, Optional<Instant> assumed) {}
}
