package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a host is, as its command agent told it (`look`, docs/agent-command.md).
///
/// @param files the SHA-256 of what nokube placed, by path below the workspace
/// @param texts public files themselves, such as `tls/node.crt`
/// @param images ids by name
record Seen(
    String system,
    long clockMillis,
    Engine engine,
    boolean etcdInstalled,
    boolean verified,
    Optional<Owner> owner,
    Map<String, String> files,
    Map<String, String> texts,
    Member member,
    List<SystemContainer> containers,
    Map<String, String> images) {

  /// A host that nothing was put on yet.
  static final Seen BARE =
      new Seen(
          "",
          0,
          new Engine(false, "unknown", List.of(), Map.of(), Optional.empty()),
          false,
          false,
          Optional.empty(),
          Map.of(),
          Map.of(),
          new Member(false, Optional.empty()),
          List.of(),
          Map.of());

  /// @param ready whether it answers, keeps containers through its restarts, and starts at boot
  /// @param mirrors the registry mirrors it asks
  /// @param authorities of registries that it trusts for the cluster's sake: their SHA-256 by host
  /// @param refusal why it can't be used as it is
  record Engine(
      boolean ready,
      String said,
      List<String> mirrors,
      Map<String, String> authorities,
      Optional<Refusal> refusal) {}

  /// @param advice what to do
  record Refusal(String why, String advice) {}

  /// Whose host it is.
  record Owner(String cluster, String id, String node) {}

  /// Its etcd member.
  ///
  /// @param data whether it has data
  /// @param first how it was, or was about to be, first started
  record Member(boolean data, Optional<FirstStart> first) {}

  /// @param state `new` or `existing`
  record FirstStart(String state, String token, List<Peer> initialCluster) {}

  record Peer(String name, String url) {}

  /// @param system `etcd` or `agent`
  /// @param state Docker's, such as `running`
  /// @param image its id
  /// @param settings what it was made for, as its maker said it
  record SystemContainer(
      String system, String id, String state, String image, String settings, String startedAt) {
    boolean runs() {
      return state.equals("running");
    }
  }

  /// Whether anything of a member of etcd is there.
  boolean hasEtcd() {
    return container("etcd").isPresent() || member.data() || member.first().isPresent();
  }

  Optional<SystemContainer> container(String what) {
    return containers.stream().filter(each -> each.system().equals(what)).findFirst();
  }

  static Seen of(JsonNode look) {
    JsonNode docker = look.path("docker");
    boolean answers = docker.path("state").asText().equals("running");
    boolean ready =
        answers && docker.path("liveRestore").asBoolean() && docker.path("atBoot").asBoolean();
    List<String> mirrors = new ArrayList<>();
    docker.path("mirrors").forEach(mirror -> mirrors.add(mirror.asText()));
    return new Seen(
        look.path("system").path("name").asText(),
        look.path("clockMillis").asLong(),
        new Engine(
            ready,
            docker.path("state").asText(),
            List.copyOf(mirrors),
            map(look.path("registryAuthorities")),
            refusal(docker)),
        look.path("etcd").path("installed").asBoolean(),
        false,
        owner(look.path("node")),
        map(look.path("files")),
        map(look.path("texts")),
        member(look.path("etcdMember")),
        containers(look.path("containers")),
        images(look.path("images")));
  }

  private static Optional<Refusal> refusal(JsonNode docker) {
    return Optional.ofNullable(docker.get("refusal"))
        .map(why -> new Refusal(why.asText(), docker.path("advice").asText()));
  }

  private static Optional<Owner> owner(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Owner(
                node.path("cluster").asText(),
                node.path("id").asText(),
                node.path("node").asText()))
        : Optional.empty();
  }

  private static Map<String, String> map(JsonNode texts) {
    Map<String, String> all = new TreeMap<>();
    texts.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return all;
  }

  private static Member member(JsonNode member) {
    JsonNode plan = member.path("plan");
    List<Peer> peers = new ArrayList<>();
    plan.path("initialCluster")
        .forEach(
            peer -> peers.add(new Peer(peer.path("name").asText(), peer.path("peerUrl").asText())));
    return new Member(
        member.path("data").asBoolean(),
        plan.isObject()
            ? Optional.of(
                new FirstStart(
                    plan.path("state").asText(), plan.path("token").asText(), List.copyOf(peers)))
            : Optional.empty());
  }

  private static List<SystemContainer> containers(JsonNode list) {
    List<SystemContainer> all = new ArrayList<>();
    list.forEach(each ->
        all.add(
            new SystemContainer(
                each.path("system").asText(),
                each.path("id").asText(),
                each.path("state").asText(),
                each.path("image").asText(),
                each.path("settings").asText(),
                each.path("startedAt").asText())));
    return List.copyOf(all);
  }

  private static Map<String, String> images(JsonNode list) {
    Map<String, String> all = new TreeMap<>();
    list.forEach(image ->
        image.path("names").forEach(name -> all.put(name.asText(), image.path("id").asText())));
    return all;
  }

  /// As a look that was made while a payload lay there verified, or not.
  Seen verified(boolean verified) {
    return new Seen(
        system,
        clockMillis,
        engine,
        etcdInstalled,
        verified,
        owner,
        files,
        texts,
        member,
        containers,
        images);
  }
}
