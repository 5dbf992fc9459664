package io.nokube.model.core;

import io.nokube.model.meta.Condition;
import io.nokube.model.meta.Quantity;
import java.util.List;
import java.util.Map;

/// What the node's agent and kubecontroller say of the node.
///
/// @param capacity by resource: `cpu`, `memory`, `pods`
/// @param allocatable what pods may request together
public record NodeStatus(
    Map<String, Quantity> capacity,
    Map<String, Quantity> allocatable,
    List<Condition> conditions,
    List<NodeAddress> addresses,
    NodeSystemInfo nodeInfo) {
  /// Of a node whose agent has said nothing yet.
  public static final NodeStatus NONE =
      new NodeStatus(Map.of(), Map.of(), List.of(), List.of(), NodeSystemInfo.UNKNOWN);

  public NodeStatus {
    nodeInfo = nodeInfo == null ? NodeSystemInfo.UNKNOWN : nodeInfo;
  }

  /// @param type `InternalIP` or `Hostname`
  public record NodeAddress(String type, String address) {}

  public record NodeSystemInfo(
      String architecture,
      String operatingSystem,
      String osImage,
      String kernelVersion,
      String containerRuntimeVersion,
      String kubeletVersion) {
    public static final NodeSystemInfo UNKNOWN = new NodeSystemInfo("", "", "", "", "", "");
  }

  /// Whether the node's agent says that its engine answers, and is not silent.
  public boolean ready() {
    return conditions.stream().anyMatch(c -> c.type().equals("Ready") && c.holds());
  }
}
