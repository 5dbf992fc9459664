package io.nokube.model.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.nokube.model.ClusterName;
import io.nokube.model.Grace;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.SourceName;
import io.nokube.model.text.Texts;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user wants a cluster to be, whole: a file `cluster.yaml`. Nothing in it has a default.
/// The descriptions are what `docs/cluster-config.md` and the messages about missing keys say.
///
/// @param nodes in the order of the file; never without a head
public record ClusterFile(
    @JsonPropertyDescription(
            "The cluster's name, a DNS label. It can't be changed later: data, containers and"
                + " certificates bear it.")
        ClusterName cluster,
    @JsonPropertyDescription(
            "What the pods of a node do that is cut off from etcd for longer than its lease. keep:"
                + " they run on, and doubles end once the node is back. stop: they end, so that a"
                + " pod and its replacement never run at once.")
        OnIsolation onIsolation,
    @JsonPropertyDescription(
            "How long stopping takes. Needed with on_isolation: stop, and only then.")
        Optional<Isolation> isolation,
    @JsonPropertyDescription(
            "How long a pod lives on while nobody at all is its parent; never: without end.")
        Grace orphanGrace,
    @JsonPropertyDescription(
            "How long a node must be silent before its pods are replaced elsewhere, longer than"
                + " etcd.lease_ttl; never: they wait for it.")
        Grace evictAfter,
    @JsonPropertyDescription("How often a parent asks its children whether they are well.")
        Duration pollChildren,
    @JsonPropertyDescription("How often a child asks whether its parent is still there.")
        Duration pollParent,
    @JsonPropertyDescription("The cluster's etcd, and how agents keep contact with it.") Etcd etcd,
    @JsonPropertyDescription("The Kubernetes API, served by every head.") Api api,
    @JsonPropertyDescription("The certificates by which nodes know one another.")
        Certificates certificates,
    @JsonPropertyDescription("How hosts get the Debian packages that they lack.") Packages packages,
    @JsonPropertyDescription("How hosts get container images.") Images images,
    @JsonPropertyDescription("The hosts, by the node's name, a DNS label. At least one is a head.")
        Map<String, ClusterNode> nodes) {

  public ClusterFile {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    nodes.keySet().forEach(NodeName::new);
    for (NodeName member : members(etcd)) {
      ClusterNode node = nodes.get(member.text());
      if (node == null || node.role() != Role.HEAD) {
        throw new IllegalArgumentException("etcd member " + member + " is no head of the cluster");
      }
    }
    if (isolation.isPresent() != (onIsolation == OnIsolation.STOP)) {
      throw new IllegalArgumentException("isolation is there exactly with on_isolation: stop");
    }
  }

  public enum OnIsolation {
    KEEP,
    STOP
  }

  /// What `on_isolation: stop` reckons with.
  public record Isolation(
      @JsonPropertyDescription(
              "How long containers of an isolated node get to end by themselves after SIGTERM.")
          Duration stopGrace,
      @JsonPropertyDescription("How long it may take after that until they are certainly dead.")
          Duration killBudget) {}

  /// Either members or an external etcd: see [#source()].
  public record Etcd(
      @JsonPropertyDescription(
              "The heads that run a member of etcd, by name: 1, 3 or 5. A majority of them must be"
                  + " alive. Needed without etcd.external, and only then.")
          Optional<List<NodeName>> members,
      @JsonPropertyDescription(
              "The port on which members serve agents. Needed with etcd.members, and only then.")
          Optional<Integer> clientPort,
      @JsonPropertyDescription(
              "The port on which members talk to one another. Needed with etcd.members, and only"
                  + " then.")
          Optional<Integer> peerPort,
      @JsonPropertyDescription(
              "How large the members' data may grow, in bytes: their --quota-backend-bytes. Needed"
                  + " with etcd.members, and only then.")
          Optional<Long> quotaBackendBytes,
      @JsonPropertyDescription(
              "An etcd that is there already, instead of members: nokube installs none, and leaves"
                  + " its quota and compaction to whoever runs it. Needed without etcd.members, and"
                  + " only then.")
          Optional<EtcdSource.External> external,
      @JsonPropertyDescription(
              "After how long without renewal an agent counts as gone: whole seconds, 2s or more.")
          Duration leaseTtl,
      @JsonPropertyDescription(
              "How often an agent renews its lease: at most half of etcd.lease_ttl.")
          Duration leaseRenew,
      @JsonPropertyDescription("How long one request to etcd may take.") Duration requestTimeout,
      @JsonPropertyDescription(
              "How long after etcd's return an agent may take to be back: nothing counts as gone"
                  + " sooner.")
          Duration reconnectBound) {
    public Etcd {
      of(members, clientPort, peerPort, quotaBackendBytes, external);
    }

    /// Where the cluster's data lies.
    public EtcdSource source() {
      return of(members, clientPort, peerPort, quotaBackendBytes, external);
    }

    private static EtcdSource of(
        Optional<List<NodeName>> members,
        Optional<Integer> clientPort,
        Optional<Integer> peerPort,
        Optional<Long> quota,
        Optional<EtcdSource.External> external) {
      boolean whole = clientPort.isPresent() && peerPort.isPresent() && quota.isPresent();
      boolean none = clientPort.isEmpty() && peerPort.isEmpty() && quota.isEmpty();
      if (members.isPresent() && whole && external.isEmpty()) {
        return new EtcdSource.Members(members.get(), clientPort.get(), peerPort.get(), quota.get());
      }
      if (members.isEmpty() && none && external.isPresent()) {
        return external.get();
      }
      throw new IllegalArgumentException(
          "exactly one of members, with their ports and quota, and external is wanted");
    }
  }

  public record Api(@JsonPropertyDescription("The port on which heads serve the API.") int port) {}

  public record Certificates(
      @JsonPropertyDescription(
              "How long a node's certificate is valid. It is renewed before its end, and by every"
                  + " rerun that finds it old.")
          Duration nodeValidity,
      @JsonPropertyDescription(
              "How long the cluster's authorities are valid: longer than any node's certificate.")
          Duration authorityValidity) {}

  public record Packages(
      @JsonPropertyDescription("The HTTP proxy of the package manager: a URL, or none.")
          HttpUrlOrNone proxy,
      @JsonPropertyDescription(
              "Where packages come from instead of the host's own sources, for what nokube"
                  + " installs: a URL, or none.")
          HttpUrlOrNone mirror) {}

  public record Images(
      @JsonPropertyDescription(
              "Mirrors of the engine's registry, tried in turn: URLs; [] for none.")
          List<HttpUrl> mirrors,
      @JsonPropertyDescription(
              "The registries at which hosts log in, and those with an authority of their own."
                  + " Needed where pods' images come from such, and only then.")
          Optional<List<Registry>> registries) {
    public Images {
      mirrors = List.copyOf(mirrors);
      registries = registries.map(List::copyOf);
      List<RegistryHost> hosts = registries.orElse(List.of()).stream().map(Registry::host).toList();
      if (hosts.stream().distinct().count() != hosts.size()) {
        throw new IllegalArgumentException("a registry is there twice: " + hosts);
      }
    }
  }

  /// Reads a file, or says all that is wrong with it.
  ///
  /// @param source what the file is called in messages
  /// @param text in UTF-8
  public static StrictConfig<ClusterFile> read(SourceName source, byte[] text) {
    return read(source, text, ThisMachine.UNASKED);
  }

  /// Reads a file for whoever needs what it names on this machine.
  ///
  /// @param machine what it lacks of that is among the problems
  public static StrictConfig<ClusterFile> read(
      SourceName source, byte[] text, ThisMachine machine) {
    return StrictConfig.read(source, text, ClusterFile.class, new ClusterFileRules(machine));
  }

  /// How many values a text says: what has been checked.
  public static int values(byte[] text) {
    return Texts.read(new SourceName(""), text).documents().stream()
        .mapToInt(ClusterFile::values)
        .sum();
  }

  private static int values(Located value) {
    return switch (value) {
      case Scalar scalar -> 1;
      case Sequence list -> list.items().stream().mapToInt(ClusterFile::values).sum();
      case Mapping object ->
          object.entries().values().stream().map(Entry::value).mapToInt(ClusterFile::values).sum();
    };
  }

  /// Registries that want a login or have an authority of their own; none if the file has none.
  public List<Registry> registries() {
    return images.registries().orElse(List.of());
  }

  /// All nodes' names, in the order of the file.
  public List<NodeName> names() {
    return nodes.keySet().stream().map(NodeName::new).toList();
  }

  /// The heads' names, in the order of the file.
  public List<NodeName> heads() {
    return names().stream().filter(name -> node(name).role() == Role.HEAD).toList();
  }

  /// @throws IllegalArgumentException if the file has no such node
  public ClusterNode node(NodeName name) {
    ClusterNode node = nodes.get(name.text());
    if (node == null) {
      throw new IllegalArgumentException(
          "cluster " + cluster + " has no node " + name + ": its nodes are " + names());
    }
    return node;
  }

  public boolean has(NodeName name) {
    return nodes.containsKey(name.text());
  }

  /// The heads that run a member of etcd, in the order of the file; none where it is external.
  public List<NodeName> members() {
    return members(etcd);
  }

  private static List<NodeName> members(Etcd etcd) {
    return switch (etcd.source()) {
      case EtcdSource.Members members -> members.names();
      case EtcdSource.External external -> List.of();
    };
  }

  /// Whether the node runs a member of etcd.
  public boolean isMember(NodeName name) {
    return members().contains(name);
  }
}
