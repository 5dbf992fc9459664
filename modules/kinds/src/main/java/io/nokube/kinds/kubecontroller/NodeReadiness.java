package io.nokube.kinds.kubecontroller;

import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Ready condition of a node whose agent is silent. Of all others the agent says it.
///
/// Source: upstream `node_lifecycle_controller.go`: a silent node is `Unknown`, never `False`.
final class NodeReadiness {
  private static final String READY = "Ready";
  private static final String UNKNOWN = "Unknown";

  private NodeReadiness() {}

  /// The node as it is to be published; empty if it says so already.
  static Optional<Node> ofSilent(Node node, Instant now) {
    NodeStatus before = node.status();
    List<Condition> conditions = new ArrayList<>(before.conditions());
    if (conditions.stream().anyMatch(c -> c.type().equals(READY) && c.status().equals(UNKNOWN))) {
      return Optional.empty();
    }
    conditions.removeIf(condition -> condition.type().equals(READY));
    conditions.add(
        new Condition(
            READY,
            UNKNOWN,
            Optional.empty(),
            Optional.of(now),
            "NodeStatusUnknown",
            "the node's agent is silent"));
    return Optional.of(
        node.withStatus(
            new NodeStatus(
                before.capacity(),
                before.allocatable(),
                List.copyOf(conditions),
                before.addresses(),
                before.nodeInfo())));
  }
}
