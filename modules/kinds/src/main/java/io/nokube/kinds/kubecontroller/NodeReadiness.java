package io.nokube.kinds.kubecontroller;

import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Ready condition of a node, from the health of its agent.
///
/// Source: upstream `node_lifecycle_controller.go`: a silent node is `Unknown`, never `False`.
final class NodeReadiness {
  private static final String READY = "Ready";

  private NodeReadiness() {}

  /// The node as it is to be published; empty if it says so already.
  static Optional<Node> of(Node node, NodeHealth health, Instant now) {
    return switch (health) {
      case NodeHealth.Present present ->
          said(node, "True", "AgentReady", "the node's agent is alive", now);
      case NodeHealth.Silent silent ->
          said(node, "Unknown", "NodeStatusUnknown", "the node's agent is silent", now);
    };
  }

  private static Optional<Node> said(
      Node node, String status, String reason, String message, Instant now) {
    List<Condition> conditions = node.status().conditions();
    boolean already =
        conditions.stream().anyMatch(c -> c.type().equals(READY) && c.status().equals(status));
    if (already) {
      return Optional.empty();
    }
    List<Condition> next = new ArrayList<>(conditions);
    next.removeIf(condition -> condition.type().equals(READY));
    next.add(new Condition(READY, status, Optional.empty(), Optional.of(now), reason, message));
    NodeStatus before = node.status();
    return Optional.of(
        node.withStatus(
            new NodeStatus(
                before.capacity(),
                before.allocatable(),
                List.copyOf(next),
                before.addresses(),
                before.nodeInfo())));
  }
}
