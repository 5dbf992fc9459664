package io.nokube.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.ClusterName;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A cluster's configuration, as it stands in etcd (S1). No value has a default; each says what it
/// means to whoever leaves it out.
public record ClusterConfig(
    @JsonPropertyDescription("The cluster's name: its data lie below /nokube/<name>/ in etcd.")
        ClusterName cluster,
    @JsonPropertyDescription("Tells the cluster's data from those of another of the same name.")
        String id,
    @JsonPropertyDescription(
            "What pods of a node do that is cut off from etcd for longer than its lease: keep or stop.")
        OnIsolation onIsolation,
    @JsonPropertyDescription("How etcd is reached.") Etcd etcd,
    @JsonPropertyDescription("The cluster's nodes, by name.") Map<String, NodeConfig> nodes) {

  public enum OnIsolation {
    @JsonProperty("keep")
    KEEP,
    @JsonProperty("stop")
    STOP
  }

  public record Etcd(
      @JsonPropertyDescription("The client URLs of etcd's members.") List<Url> endpoints,
      @JsonPropertyDescription("After how long without renewal an agent counts as gone.")
          Duration leaseTtl,
      @JsonPropertyDescription("How often an agent renews its lease.") Duration leaseRenew,
      @JsonPropertyDescription("How long one request of etcd may take.") Duration requestTimeout,
      @JsonPropertyDescription("How long after etcd's return an agent may take to be back.")
          Duration reconnectBound,
      @JsonPropertyDescription("The --quota-backend-bytes that etcd runs with.")
          long quotaBackendBytes) {}

  public enum Role {
    @JsonProperty("head")
    HEAD,
    @JsonProperty("worker")
    WORKER
  }

  public record NodeConfig(
      @JsonPropertyDescription("head or worker.") Role role,
      @JsonPropertyDescription("The node's address: the bus, the API and host ports listen there.")
          String address,
      @JsonPropertyDescription("Where a head's API listens, 0: any; a worker has none, says 0.")
          int apiPort,
      @JsonPropertyDescription("A folder of this agent alone.") Folder workspace,
      @JsonPropertyDescription("A folder of this agent alone on a tmpfs, for secrets.")
          Folder memory,
      @JsonPropertyDescription("The Docker engine's socket.") Url docker,
      @JsonPropertyDescription("Where the agent sees the node's root directory.") Folder hostRoot,
      @JsonPropertyDescription("What pods may request together: cpu, memory, pods.")
          Map<String, Quantity> allocatable,
      @JsonPropertyDescription("The node's labels; {} for none.") Map<String, String> labels,
      @JsonPropertyDescription("The node's taints; [] for none.") List<Taint> taints) {}
}
