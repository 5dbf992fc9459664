package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.QuickstartPlan.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Brings about what a [QuickstartPlan] says, as far as it isn't there: folders, etcd, agents.
record QuickstartCluster(QuickstartPlan plan, HostCommand host, Path dist) {
  private static final Duration JOIN = Duration.ofMinutes(1);

  Path nokube() {
    return dist.resolve("bin").resolve("nokube");
  }

  /// Starts etcd, and writes the cluster's configuration if there is none.
  ///
  /// @return etcd's client URL
  String etcd() {
    folders();
    verticles();
    String endpoint = host.run(plan.startEtcd(), line -> {}).path("clientUrl").asText();
    try {
      if (!Files.exists(plan.config())) {
        String id = UUID.randomUUID().toString();
        Files.writeString(plan.id(), id);
        Files.writeString(plan.config(), plan.clusterYaml(id, endpoint));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + plan.config() + ": " + e.getMessage());
    }
    return endpoint;
  }

  /// The distribution's, but for how much each may start at once: the agents share one engine.
  private void verticles() {
    for (String role : List.of("head.yaml", "worker.yaml")) {
      Path from = dist.resolve("verticles-config").resolve(role);
      try {
        Files.createDirectories(plan.verticles());
        Files.writeString(
            plan.verticles().resolve(role), QuickstartPlan.verticles(Files.readString(from)));
      } catch (IOException e) {
        throw CommandFailure.failed(
            "cannot copy %s to %s: %s".formatted(from, plan.verticles(), e.getMessage()));
      }
    }
  }

  private void folders() {
    try {
      for (Member member : QuickstartPlan.MEMBERS) {
        Files.createDirectories(plan.member(member));
      }
      Files.createDirectories(plan.docker());
      if (!Files.exists(plan.token())) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Home.secret(plan.token(), HexFormat.of().formatHex(random));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot make " + plan.folder() + ": " + e.getMessage());
    }
  }

  /// Starts those agents that don't run, and waits until all are Ready.
  ///
  /// @param members the head first: the others find the cluster's id where it put it
  /// @param env of each agent
  Home.Credentials agents(List<Member> members, Function<Member, Map<String, String>> env) {
    Member head = members.getFirst();
    String api = joined(head, start(head, env.apply(head))).path("api").asText();
    Map<Member, Long> started = new LinkedHashMap<>();
    members.stream()
        .skip(1)
        .forEach(member -> started.put(member, start(member, env.apply(member))));
    started.forEach(this::joined);
    Home.Credentials credentials = credentials(api);
    nodesReady(new ApiClient(credentials), members);
    return credentials;
  }

  private Home.Credentials credentials(String api) {
    try {
      String token = Files.readString(plan.token(), StandardCharsets.UTF_8);
      return new Home.Credentials(QuickstartPlan.CLUSTER, List.of(api), token, Optional.empty());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + plan.token() + ": " + e.getMessage());
    }
  }

  /// @return the agent's process
  private long start(Member member, Map<String, String> env) {
    ObjectNode request = plan.startAgent(member, nokube(), env);
    return host.run(request, line -> {}).path("pid").asLong();
  }

  private JsonNode joined(Member member, long pid) {
    return Readiness.await(
        JOIN,
        () -> ready(plan.readyFile(member)).filter(ready -> ready.path("pid").asLong() == pid),
        () -> {
          boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
          return "the agent of %s %s; its log is %s"
              .formatted(
                  member.name(),
                  alive ? "has not joined" : "has ended",
                  plan.member(member).resolve("agent.log"));
        });
  }

  private static Optional<JsonNode> ready(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ApiClient.JSON.readTree(file.toFile()))
          : Optional.empty();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void nodesReady(ApiClient client, List<Member> members) {
    Readiness.await(
        JOIN,
        () -> {
          JsonNode nodes = client.get(Resource.named("nodes").collection("default", false));
          Set<String> ready = new HashSet<>();
          for (JsonNode node : nodes.path("items")) {
            if (isReady(node)) {
              ready.add(node.path("metadata").path("name").asText());
            }
          }
          boolean all = members.stream().map(Member::name).allMatch(ready::contains);
          return all ? Optional.of(nodes) : Optional.empty();
        },
        () -> "not all nodes are Ready: see ./nokube get nodes");
  }

  private static boolean isReady(JsonNode node) {
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
