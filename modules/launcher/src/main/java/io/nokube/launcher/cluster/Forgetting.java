package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.cluster.Seen.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Has an external etcd forget a cluster, asked from one of its heads: looked at before anything is
/// removed, and done when no agent is left that would write again.
///
/// @param node the head that asks
record Forgetting(Hosts hosts, String node, String id, EtcdFiles etcd) {

  /// @param heads of which the first asks
  /// @throws NodeFailure if no host says any more which id the cluster has: then nobody knows whose
  ///   data etcd holds under its name
  static Forgetting of(Hosts hosts, List<String> heads, Map<String, Seen> seen, EtcdFiles etcd) {
    String node = heads.getFirst();
    return seen.values().stream()
        .flatMap(at -> at.owner().stream())
        .map(Owner::id)
        .findFirst()
        .map(id -> new Forgetting(hosts, node, id, etcd))
        .orElseThrow(() ->
            new NodeFailure(
                node,
                "check",
                "no host is left that knows the cluster's id, so nobody can tell whether what etcd holds is its",
                "leave --etcd-data out, and look at etcd yourself"));
  }

  /// @throws NodeFailure if etcd doesn't answer, or holds another cluster's data under the name
  void check() {
    hosts.step(
        node,
        "check",
        "asking etcd at " + String.join(", ", etcd.endpoints()),
        () -> {
          Requests requests = hosts.requests(node, id);
          JsonNode look = staged().ask(requests::lookAtEtcd);
          Optional<String> found = Optional.ofNullable(look.get("value")).map(JsonNode::asText);
          if (EtcdData.of(requests.file().cluster(), found, id, false)
              instanceof EtcdData.Refused(String why, String advice)) {
            throw new NodeFailure(node, "check", why, advice);
          }
        });
  }

  /// Deletes it, if it still is this cluster's.
  void carryOut() {
    hosts.step(
        node,
        "etcd",
        "deleting the cluster's data",
        () -> staged().ask(hosts.requests(node, id)::forgetInEtcd));
  }

  private StagedEtcd staged() {
    return new StagedEtcd(hosts.link(node), UUID.randomUUID().toString(), etcd);
  }
}
