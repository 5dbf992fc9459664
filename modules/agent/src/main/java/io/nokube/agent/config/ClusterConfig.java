package io.nokube.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.ClusterName;
import io.nokube.model.cluster.ConfiguredTaint;
import io.nokube.model.meta.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    @JsonPropertyDescription("How its pods end in time; exactly with on_isolation: stop.")
        Optional<Isolation> isolation,
    @JsonPropertyDescription("How etcd is reached.") Etcd etcd,
    @JsonPropertyDescription(
            "Who this node is to the others and to etcd, and whom it trusts; left out: nothing is encrypted, and all is on one machine's loopback.")
        Optional<Tls> tls,
    @JsonPropertyDescription("What Secrets are sealed with in etcd; left out: they aren't.")
        Optional<NodeFile> sealingKey,
    @JsonPropertyDescription(
            "JSON: the node's logins at registries, read at each pull; left out: those of the user whom the agent runs as.")
        Optional<NodeFile> registries,
    @JsonPropertyDescription("The cluster's nodes, by name; an agent looks at its own only.")
        Map<String, NodeConfig> nodes) {

  private static final String IN_THE_CLEAR =
      " is not on this machine's loopback, and nobody may listen or join in there: add tls";

  /// @throws IllegalArgumentException naming everything that would be in the clear, or that is
  ///   reached otherwise than `tls` says
  public ClusterConfig {
    List<String> problems = new ArrayList<>();
    String scheme = tls.isPresent() ? "https" : "http";
    for (Url endpoint : etcd.endpoints()) {
      if (!scheme.equals(endpoint.uri().getScheme())) {
        problems.add(
            "etcd.endpoints: %s must begin with %s:, since tls is %s"
                .formatted(endpoint, scheme, tls.isPresent() ? "there" : "left out"));
      } else if (tls.isEmpty() && !Loopback.is(String.valueOf(endpoint.uri().getHost()))) {
        problems.add("etcd.endpoints: " + endpoint + IN_THE_CLEAR);
      }
    }
    if (tls.isEmpty() && etcd.tls().isPresent()) {
      problems.add("etcd.tls: the nodes themselves speak in the clear: add tls");
    }
    if (tls.isEmpty()) {
      nodes.forEach((name, node) -> {
        if (!Loopback.is(node.address())) {
          problems.add("nodes[" + name + "].address: " + node.address() + IN_THE_CLEAR);
        }
      });
    }
    if (isolation.isPresent() != (onIsolation == OnIsolation.STOP)) {
      problems.add("isolation: is there exactly with on_isolation: stop");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  public enum OnIsolation {
    @JsonProperty("keep")
    KEEP,
    @JsonProperty("stop")
    STOP
  }

  public record Isolation(
      @JsonPropertyDescription("How long containers get to end by themselves after SIGTERM.")
          Duration stopGrace,
      @JsonPropertyDescription("How long it may take after that until they are certainly dead.")
          Duration killBudget,
      @JsonPropertyDescription(
              "How long a node must be silent before its pods are replaced elsewhere.")
          Duration replacedAfter) {}

  public record Etcd(
      @JsonPropertyDescription("The client URLs of etcd's members.") List<Url> endpoints,
      @JsonPropertyDescription("After how long without renewal an agent counts as gone.")
          Duration leaseTtl,
      @JsonPropertyDescription("How often an agent renews its lease.") Duration leaseRenew,
      @JsonPropertyDescription("How long one request of etcd may take.") Duration requestTimeout,
      @JsonPropertyDescription("How long after etcd's return an agent may take to be back.")
          Duration reconnectBound,
      @JsonPropertyDescription(
              "The --quota-backend-bytes that etcd runs with; left out: its history and room are looked after by others.")
          Optional<Long> quotaBackendBytes,
      @JsonPropertyDescription(
              "Who this node is to an etcd that is not of the nodes' authority, and whom it takes for it; left out: as tls says.")
          Optional<EtcdTls> tls) {}

  public record EtcdTls(
      @JsonPropertyDescription("PEM: who has signed etcd's certificates.") NodeFile authority,
      @JsonPropertyDescription("PEM: the certificate that etcd is shown.") NodeFile certificate,
      @JsonPropertyDescription("PEM, PKCS 8: its key.") NodeFile key) {}

  public record Tls(
      @JsonPropertyDescription("PEM: the nodes' authority, etcd's members included.")
          NodeFile authority,
      @JsonPropertyDescription("PEM: this node's certificate, which names its address.")
          NodeFile certificate,
      @JsonPropertyDescription("PEM, PKCS 8: its key.") NodeFile key,
      @JsonPropertyDescription(
              "PEM: whose certificates a head's API takes from users; a worker needs none.")
          Optional<NodeFile> usersAuthority,
      @JsonPropertyDescription(
              "PEM, PKCS 8: the key of authority, with which a head signs the other nodes' certificates anew; left out: this head signs none.")
          Optional<NodeFile> authorityKey) {}

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
      @JsonPropertyDescription("The node's taints; [] for none.") List<ConfiguredTaint> taints) {}
}
