package io.nokube.host.node;

import java.util.Optional;

/// Whose host this is: `node.json`.
///
/// @param cluster the cluster's name
/// @param id tells this cluster from another of that name
/// @param node the host's name in it
public record NodeIdentity(String cluster, String id, String node) {

  /// Why `wanted` can't take a workspace that says this; nothing if it can.
  Optional<Refusal> refusal(NodeIdentity wanted, Workspace workspace) {
    if (!id.equals(wanted.id())) {
      return Optional.of(
          new Refusal(
              "another cluster's agent is here: %s says cluster %s (id %s), node %s; this is cluster %s (id %s)"
                  .formatted(
                      workspace.nodeFile(), cluster, id, node, wanted.cluster(), wanted.id()),
              "remove it with `nokube remove` of that cluster, or choose another workspace"));
    }
    if (!cluster.equals(wanted.cluster()) || !node.equals(wanted.node())) {
      return Optional.of(
          new Refusal(
              "this host is node %s of cluster %s and can't become node %s of cluster %s"
                  .formatted(node, cluster, wanted.node(), wanted.cluster()),
              "keep its names, or take it out of the cluster's file first and run nokube"
                  + " new-or-update"));
    }
    return Optional.empty();
  }

  record Refusal(String why, String advice) {}
}
