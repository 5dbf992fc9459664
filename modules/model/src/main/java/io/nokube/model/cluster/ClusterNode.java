package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.meta.Quantity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One host of a cluster: how it is reached and what the node on it is to be.
public record ClusterNode(
    @JsonPropertyDescription(
            "head: may run etcd, the API and the cluster's controllers; worker: runs pods. A head"
                + " runs pods, too, unless it has a taint.")
        Role role,
    @JsonPropertyDescription(
            "The IP address by which the other hosts reach this one: etcd, the agents' bus, the API"
                + " and host ports listen there. Never a loopback address.")
        NodeAddress address,
    @JsonPropertyDescription("How this command reaches the host.") Ssh ssh,
    @JsonPropertyDescription(
            "The absolute path of a folder of this node alone. It can't be changed while the node"
                + " stays.")
        Workspace workspace,
    @JsonPropertyDescription(
            "What pods of the node may request together: cpu, memory and pods, as in Kubernetes.")
        Map<String, Quantity> allocatable,
    @JsonPropertyDescription("The node's labels, as in Kubernetes; {} for none.")
        Map<String, String> labels,
    @JsonPropertyDescription(
            "The node's taints, as in Kubernetes, each with key, value (\"\" for none) and effect;"
                + " [] for none.")
        List<ConfiguredTaint> taints) {

  public ClusterNode {
    allocatable = Collections.unmodifiableMap(new LinkedHashMap<>(allocatable));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    taints = List.copyOf(taints);
  }

  public enum Role {
    HEAD,
    WORKER
  }
}
