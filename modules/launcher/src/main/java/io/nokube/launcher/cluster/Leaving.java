package io.nokube.launcher.cluster;

import io.nokube.launcher.CommandFailure;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nodes that the file no longer names: emptied, taken out of etcd, cleaned, and forgotten.
///
/// @param before the file that was accepted last: it says how they are reached
/// @param hosts those that can be reached, held
/// @param names all of them
record Leaving(ClusterFile before, Hosts hosts, List<String> names) {

  /// Reaches and holds them, before anything changes anywhere.
  ///
  /// @param without those that can't be reached, as the user says
  static Leaving of(ClusterFile before, Hosts hosts, List<String> names, List<String> without) {
    List<String> reached = names.stream().filter(name -> !without.contains(name)).toList();
    hosts.connectOrLeaveOut(reached);
    hosts.hold(reached);
    return new Leaving(before, hosts, names);
  }

  /// @throws CommandFailure if a pod would be lost with its node
  void check(Cluster cluster) {
    for (String node : names) {
      List<String> strays = new Drain(cluster.client(), node).strays();
      if (!strays.isEmpty()) {
        throw CommandFailure.failed(
            "%s is to leave, but nobody would bring its pods %s back elsewhere: delete them first, or have a Deployment make them"
                .formatted(node, strays));
      }
    }
  }

  /// One node at a time. Afterwards none of them is part of the cluster.
  ///
  /// @param works of the nodes that stay: one of them is asked about etcd
  void carryOut(
      ClusterFile file, Map<String, NodeWork> works, Cluster cluster, String id, Fleet fleet) {
    fleet.inTurn(
        names,
        node -> {
          Drain drain = new Drain(cluster.client(), node);
          boolean reached = hosts.connected().contains(node);
          hosts.step(node, "drain", "its pods come up elsewhere", drain::empty);
          // Also one that the file before no longer named as a member, but that was left out then.
          if (!file.members().isEmpty() && before.heads().contains(new NodeName(node))) {
            hosts.step(node, "etcd", "leaving etcd", () -> leaveEtcd(file, works, node));
          }
          if (reached) {
            hosts.step(
                node,
                "remove",
                "agent, containers, files",
                () -> {
                  hosts.link(node).run(hosts.requests(node, id).removeNode(), line -> {});
                  hosts.link(node).removeUploads();
                });
          }
          drain.forget();
          return true;
        });
  }

  private void leaveEtcd(ClusterFile file, Map<String, NodeWork> works, String node) {
    List<String> members = file.members().stream().map(NodeName::text).toList();
    NodeWork asked =
        members.stream()
            .flatMap(member -> Optional.ofNullable(works.get(member)).stream())
            .findFirst()
            .orElseThrow(() ->
                new NodeFailure(
                    node,
                    "etcd",
                    "no member of etcd could be told to forget it: all were left out (--without)",
                    "run again without --without " + members.getFirst()));
    EtcdWork.forget(
        asked,
        EtcdWork.endpoints(file, members.stream().filter(works::containsKey).toList()),
        node,
        EtcdWork.peerUrl(before, new NodeName(node)));
  }
}
