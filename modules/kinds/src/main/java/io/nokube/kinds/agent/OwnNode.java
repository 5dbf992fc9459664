package io.nokube.kinds.agent;

import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a node says of itself, and what others (kubecontroller, users) have said of it, as one.
final class OwnNode {
  private OwnNode() {}

  /// The status the node is to have: capacity, addresses and system as the machine shows them,
  /// conditions as they are stored, for kubecontroller says whether a node is ready.
  ///
  /// @return empty if it has it already
  static Optional<NodeStatus> news(Node composed, Node stored) {
    NodeStatus own = composed.status();
    NodeStatus wanted =
        new NodeStatus(
            own.capacity(),
            own.allocatable(),
            stored.status().conditions(),
            own.addresses(),
            own.nodeInfo());
    return wanted.equals(stored.status()) ? Optional.empty() : Optional.of(wanted);
  }

  /// The node with the labels its configuration gives it, besides those that users gave it.
  ///
  /// @return empty if it has them already
  static Optional<Node> labelled(Node composed, Node stored) {
    Map<String, String> labels = new HashMap<>(stored.metadata().labels());
    labels.putAll(composed.metadata().labels());
    return labels.equals(stored.metadata().labels())
        ? Optional.empty()
        : Optional.of(stored.withMetadata(stored.metadata().withLabels(Map.copyOf(labels))));
  }

  /// Where pods of the node are reached; empty if it has no address.
  static String address(Node composed) {
    return composed.status().addresses().stream()
        .sorted(Comparator.comparing(it -> !it.type().equals("InternalIP")))
        .filter(it -> it.type().equals("InternalIP"))
        .map(NodeAddress::address)
        .findFirst()
        .orElse("");
  }
}
