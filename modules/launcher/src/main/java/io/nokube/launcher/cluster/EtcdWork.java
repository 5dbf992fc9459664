package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.cluster.Seen.FirstStart;
import io.nokube.launcher.cluster.Seen.Peer;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.cluster.EtcdSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Brings etcd's members about: founders together, restarts and joins one at a time, each healthy
/// before the next.
///
/// @param gone peer URLs, by name, of former members that can't be reached
record EtcdWork(
    ClusterFile file,
    FleetPlan plan,
    Map<String, NodeWork> works,
    Map<String, String> gone,
    Fleet fleet) {

  /// @throws IllegalStateException if etcd is external: then it has no work here
  static EtcdSource.Members members(ClusterFile file) {
    return switch (file.etcd().source()) {
      case EtcdSource.Members members -> members;
      case EtcdSource.External external ->
          throw new IllegalStateException("the etcd of cluster " + file.cluster() + " is external");
    };
  }

  static String peerUrl(ClusterFile file, NodeName member) {
    return "https://%s:%d".formatted(file.node(member).address().inUrl(), members(file).peerPort());
  }

  /// The peer URL of each member that the file names, in its order; none with an external etcd.
  static SequencedMap<String, String> peers(ClusterFile file) {
    SequencedMap<String, String> peers = new LinkedHashMap<>();
    for (NodeName member : file.members()) {
      peers.put(member.text(), peerUrl(file, member));
    }
    return peers;
  }

  void carryOut() {
    fleet.each(
        plan.startingEtcd(),
        node -> {
          work(node).etcd(first(node), false);
          return true;
        });
    // Founders need one another to be healthy, so that comes after all have started.
    fleet.each(
        plan.startingEtcd(),
        node -> {
          work(node).etcd("waiting until etcd is healthy", first(node), true);
          return true;
        });
    fleet.inTurn(
        plan.restartingEtcd(),
        node -> {
          work(node).etcd(first(node), true);
          return true;
        });
    // Before others join: etcd takes in none while one of its members is away. The data of one that
    // was left out are removed when it is back.
    gone.forEach(this::forgetUnreached);
    fleet.inTurn(
        plan.founding().join(),
        node -> {
          join(node);
          return true;
        });
  }

  /// What the file no longer names, of nodes that stay: each is forgotten by the others before it
  /// ends.
  void leave() {
    fleet.inTurn(
        plan.leavingEtcd(),
        node -> {
          work(node).leaveEtcd(() -> forget(node, peerUrl(file, new NodeName(node))));
          return true;
        });
  }

  private void forgetUnreached(String node, String url) {
    asked()
        .told(
            "etcd",
            "forgetting the member " + node,
            () -> {
              forget(node, url);
              return "";
            });
  }

  /// The members that the file names, but for those that join now or were left out.
  private List<String> staying() {
    return List.copyOf(plan.founding().found().keySet());
  }

  private NodeWork asked() {
    return work(staying().stream().findFirst().orElse(file.members().getFirst().text()));
  }

  private void forget(String node, String url) {
    forget(asked(), endpoints(staying()), node, url);
  }

  /// Has the running members forget one, if they have it: by its name, or by its address where it
  /// has not started yet and has no name.
  static void forget(NodeWork asked, List<String> endpoints, String node, String url) {
    for (String id : idsOf(asked.members(endpoints).path("members"), node, url)) {
      asked.ask(asked.requests().removeEtcdMember(endpoints, id));
    }
  }

  static List<String> idsOf(JsonNode members, String node, String url) {
    List<String> ids = new ArrayList<>();
    for (JsonNode member : members) {
      boolean is = member.path("name").asText().equals(node);
      for (JsonNode peer : member.path("peerUrls")) {
        is |= peer.asText().equals(url);
      }
      if (is) {
        ids.add(member.path("id").asText());
      }
    }
    return ids;
  }

  /// Has the running members take one in: its old self, if it was rebuilt, goes first.
  private void join(String node) {
    List<String> others = new ArrayList<>(plan.founding().found().keySet());
    NodeWork asked = work(others.getFirst());
    NodeWork own = work(node);
    String url = peerUrl(file, new NodeName(node));
    own.told("etcd", "joining etcd", () -> add(asked, endpoints(others), new Peer(node, url)));
    List<Peer> peers = new ArrayList<>();
    for (JsonNode member : asked.members(endpoints(others)).path("members")) {
      String peer = member.path("peerUrls").path(0).asText();
      peers.add(new Peer(peer.equals(url) ? node : member.path("name").asText(), peer));
    }
    FirstStart first = new FirstStart("existing", own.requests().id(), List.copyOf(peers));
    own.place(List.of(Wants.plan(first)));
    own.etcd("starting etcd as a new member", first, true);
  }

  private static String add(NodeWork asked, List<String> endpoints, Peer peer) {
    for (JsonNode member : asked.members(endpoints).path("members")) {
      boolean same = false;
      for (JsonNode url : member.path("peerUrls")) {
        same |= url.asText().equals(peer.url());
      }
      boolean started = !member.path("name").asText().isEmpty();
      if (same && !started) {
        return "was added before";
      }
      if (same) {
        asked.ask(asked.requests().removeEtcdMember(endpoints, member.path("id").asText()));
      }
    }
    return asked.ask(asked.requests().addEtcdMember(endpoints, peer));
  }

  private List<String> endpoints(List<String> members) {
    return endpoints(file, members);
  }

  static List<String> endpoints(ClusterFile file, List<String> members) {
    return members.stream()
        .map(NodeName::new)
        .map(member ->
            "https://%s:%d"
                .formatted(file.node(member).address().inUrl(), members(file).clientPort()))
        .toList();
  }

  private FirstStart first(String node) {
    return Optional.ofNullable(plan.founding().found().get(node)).orElseThrow();
  }

  private NodeWork work(String node) {
    return Optional.ofNullable(works.get(node))
        .orElseThrow(() ->
            new NodeFailure(
                node,
                "etcd",
                "it was left out (--without), but this change of etcd needs it",
                "run again without --without " + node));
  }
}
