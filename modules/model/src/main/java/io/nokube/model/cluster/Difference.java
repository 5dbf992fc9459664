package io.nokube.model.cluster;

import io.nokube.model.Grace;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterChange.Concern;
import io.nokube.model.cluster.ClusterNode.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds what a changed file means: first what can't be, then what each node is concerned by.
final class Difference {
  private Difference() {}

  static ClusterChange of(ClusterFile before, ClusterFile after) {
    List<NodeName> staying = after.names().stream().filter(before::has).toList();
    List<String> reasons = reasons(before, after, staying);
    if (!reasons.isEmpty()) {
      return new ClusterChange.Refused(reasons);
    }
    Map<NodeName, Set<Concern>> concerned = new LinkedHashMap<>();
    staying.forEach(name -> concerned.put(name, concerns(before, after, name)));
    return new ClusterChange.Accepted(
        after.names().stream().filter(name -> !before.has(name)).toList(),
        before.names().stream().filter(name -> !after.has(name)).toList(),
        concerned);
  }

  private static List<String> reasons(
      ClusterFile before, ClusterFile after, List<NodeName> staying) {
    List<String> reasons = new ArrayList<>();
    if (!before.cluster().equals(after.cluster())) {
      reasons.add(
          "cluster: renamed from %s to %s: data, containers and certificates bear the name; name it %s again, or make a new cluster of other hosts"
              .formatted(before.cluster(), after.cluster(), before.cluster()));
    }
    for (NodeName name : staying) {
      Workspace old = before.node(name).workspace();
      Workspace wanted = after.node(name).workspace();
      if (!old.equals(wanted)) {
        reasons.add(
            "nodes[%s].workspace: changed from %s to %s: what the node's pods wrote lies in the old one; remove the node from the file, rerun, and add it again"
                .formatted(name, old, wanted));
      }
    }
    etcd(before, after, reasons);
    return reasons;
  }

  private static void etcd(ClusterFile before, ClusterFile after, List<String> reasons) {
    if (before.etcd().source() instanceof EtcdSource.Members old
        && after.etcd().source() instanceof EtcdSource.Members wanted) {
      members(before, after, reasons);
      port("client_port", old.clientPort(), wanted.clientPort(), reasons);
      port("peer_port", old.peerPort(), wanted.peerPort(), reasons);
    } else if (!word(before).equals(word(after))) {
      reasons.add(
          "etcd: changed from %1$s to %2$s: the cluster's data lies in the former, and nothing carries it over; write %1$s again, or make a new cluster"
              .formatted(word(before), word(after)));
    }
  }

  private static String word(ClusterFile file) {
    return switch (file.etcd().source()) {
      case EtcdSource.Members members -> "members";
      case EtcdSource.External external -> "external";
    };
  }

  private static void members(ClusterFile before, ClusterFile after, List<String> reasons) {
    List<NodeName> members = after.members().stream().filter(before::isMember).toList();
    if (members.isEmpty()) {
      reasons.add(
          "etcd.members: changed from %s to %s: no member stays that has the cluster's data; keep one, rerun, and drop it then"
              .formatted(before.members(), after.members()));
    }
    for (NodeName member : before.members().stream().filter(after::has).toList()) {
      NodeAddress old = before.node(member).address();
      NodeAddress wanted = after.node(member).address();
      if (!old.isSame(wanted)) {
        reasons.add(
            "nodes[%s].address: changed from %s to %s: the other members and all agents know this member of etcd by it; take the node from etcd.members, rerun, and change it then"
                .formatted(member, old, wanted));
      }
    }
  }

  private static void port(String key, int old, int wanted, List<String> reasons) {
    if (old != wanted) {
      reasons.add(
          "etcd.%s: changed from %d to %d: members that run know one another by it, and so do all agents; write %d again"
              .formatted(key, old, wanted, old));
    }
  }

  private static Set<Concern> concerns(ClusterFile before, ClusterFile after, NodeName name) {
    ClusterNode old = before.node(name);
    ClusterNode wanted = after.node(name);
    Set<Concern> concerns = EnumSet.noneOf(Concern.class);
    if (!told(before, name).equals(told(after, name))) {
      concerns.add(Concern.AGENT);
    }
    if (!member(before, name).equals(member(after, name))) {
      concerns.add(Concern.ETCD);
    }
    if (!old.address().equals(wanted.address()) || old.role() != wanted.role()) {
      concerns.add(Concern.CERTIFICATE);
    }
    if (!before.images().mirrors().equals(after.images().mirrors())) {
      concerns.add(Concern.ENGINE);
    }
    if (!registries(before).equals(registries(after))) {
      concerns.add(Concern.REGISTRIES);
    }
    return Collections.unmodifiableSet(concerns);
  }

  /// All that a node's agent is started with.
  ///
  /// @param evictAfter empty on workers, which evict nobody
  private record Told(
      String config,
      Grace orphanGrace,
      Duration pollChildren,
      Duration pollParent,
      Optional<Grace> evictAfter) {}

  private static Told told(ClusterFile file, NodeName name) {
    return new Told(
        AgentConfigText.of(file, "", name),
        file.orphanGrace(),
        file.pollChildren(),
        file.pollParent(),
        Optional.of(file.evictAfter()).filter(_ -> file.node(name).role() == Role.HEAD));
  }

  /// Of a registry, what the file alone tells of it.
  private record Known(Optional<String> username, boolean authority) {}

  /// In whatever order they stand.
  private static Map<RegistryHost, Known> registries(ClusterFile file) {
    return file.registries().stream()
        .collect(
            Collectors.toMap(
                Registry::host,
                registry -> new Known(registry.username(), registry.caFile().isPresent())));
  }

  /// What a node's member of etcd is started with; empty if it has none.
  private static Optional<Long> member(ClusterFile file, NodeName name) {
    return file.isMember(name) ? file.etcd().quotaBackendBytes() : Optional.empty();
  }
}
