package io.nokube.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.ClusterName;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A cluster's configuration, as it stands in etcd (S1). No value has a default.
///
/// @param id tells the cluster's data from those of another cluster of the same name
/// @param nodes by name
/// @param onIsolation what the pods of a node do that is cut off from etcd for longer than its
///   lease
public record ClusterConfig(
    ClusterName cluster,
    String id,
    OnIsolation onIsolation,
    Etcd etcd,
    Map<String, NodeConfig> nodes) {

  public enum OnIsolation {
    @JsonProperty("keep")
    KEEP,
    @JsonProperty("stop")
    STOP
  }

  /// @param leaseTtl after how long without renewal an agent counts as gone
  /// @param reconnectBound how long after etcd's return an agent may take to be back
  /// @param quotaBackendBytes the `--quota-backend-bytes` that etcd runs with
  public record Etcd(
      List<Url> endpoints,
      Duration leaseTtl,
      Duration leaseRenew,
      Duration requestTimeout,
      Duration reconnectBound,
      long quotaBackendBytes) {}

  public enum Role {
    @JsonProperty("head")
    HEAD,
    @JsonProperty("worker")
    WORKER
  }

  /// @param address of the node: the bus, the API and host ports bind it
  /// @param apiPort where a head's API listens; a worker has none and says 0
  /// @param workspace folder of this agent alone
  /// @param memory folder of this agent alone on a tmpfs
  /// @param docker the engine's socket
  /// @param hostRoot where the node's root directory is seen by the agent
  /// @param allocatable what pods may request together: `cpu`, `memory`, `pods`
  public record NodeConfig(
      Role role,
      String address,
      int apiPort,
      Folder workspace,
      Folder memory,
      Url docker,
      Folder hostRoot,
      Map<String, Quantity> allocatable,
      Map<String, String> labels,
      List<Taint> taints) {}
}
