package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Hosts and leaders that die, again and again: how long until others do their work. Three heads
/// and two workers, as containers; a host's death is the SIGKILL of all of it. Beside it Docker
/// Swarm on the same hosts.
///
/// @param checkout with a distribution that is built
/// @param times how often each is tried
record Faults(Path checkout, int times) implements Measurement {
  private static final String NAME = "playground-faults";
  private static final int REPLICAS = 6;
  private static final List<String> WORKERS = List.of("n4", "n5");
  private static final List<String> ALL = List.of("n1", "n2", "n3", "n4", "n5");
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LOOK_LAZILY = Duration.ofMillis(500);

  /// As a cluster is set that is to be quick: an agent has 2 s to come back, its pods 3 s more.
  private static final Map<String, String> QUICK =
      Map.of(
          "evict_after: 30s", "evict_after: 3s",
          "poll_children: 3s", "poll_children: 1s",
          "lease_ttl: 10s", "lease_ttl: 2s",
          "lease_renew: 2s", "lease_renew: 500ms",
          "request_timeout: 3s", "request_timeout: 1s",
          "reconnect_bound: 4s", "reconnect_bound: 2s");

  /// As long as an agent that was killed may take to come back, with five hosts on one machine.
  private static final Map<String, String> PATIENT = Map.of("evict_after: 3s", "evict_after: 10s");

  /// With what the proof asks of the intervals.
  private static final Map<String, String> STOPPING =
      Map.of(
          "on_isolation: keep",
          "on_isolation: stop\nisolation: {stop_grace: 1s, kill_budget: 2s}",
          "evict_after: 10s",
          "evict_after: 6s");

  /// @param cluster must not run: this makes another
  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Path home = Files.createTempDirectory("nokube-bench-faults");
    List<Figure> figures = new ArrayList<>();
    try {
      nokube(home, "playground", "up", "--name", NAME, "--hosts", "" + ALL.size());
      Path file = home.resolve(NAME).resolve("cluster.yaml");
      updated(home, file, QUICK);
      image(home);
      DeadlyHosts hosts = new DeadlyHosts(NAME);
      try (FleetApi api = new FleetApi(home.resolve("credentials.json"))) {
        accepted(api, "steady", Workload.deployment("steady", REPLICAS, ""));
        settled(api, hosts);
        Samples keep = hostDeaths(api, hosts, "keep");
        updated(home, file, PATIENT);
        settled(api, hosts);
        Leaders leaders = new Leaders(api, hosts, times);
        Samples agents = leaders.agentDeaths();
        settled(api, hosts);
        Samples heads = leaders.hostDeaths(() -> settled(api, hosts));
        settled(api, hosts);
        updated(home, file, STOPPING);
        settled(api, hosts);
        Samples stop = hostDeaths(api, hosts, "stop");
        figures.add(
            Figure.most(
                "host dies (keep) -> its pods run elsewhere, median", keep.median(), 8, "s"));
        figures.add(Figure.most("… worst of " + times, keep.worst(), 12, "s"));
        figures.add(
            Figure.most(
                "host dies (stop, evict_after 6s) -> its pods run elsewhere, median",
                stop.median(),
                12,
                "s"));
        figures.add(
            Figure.most(
                "leader's agent dies (evict_after 10s) -> another acts, worst of " + times,
                agents.worst(),
                8,
                "s"));
        figures.add(
            Figure.most(
                "leader's host dies -> another acts, worst of " + times, heads.worst(), 12, "s"));
        figures.add(
            Figure.most("other containers restarted in all of it", leaders.restarted(), 0, ""));
      }
      nokube(home, "remove", file.toString(), "--yes");
      Samples swarm = new Swarm(hosts, ALL, WORKERS, REPLICAS).deaths(times);
      figures.set(0, figures.getFirst().beside("Swarm %.1f s".formatted(swarm.median())));
      figures.set(1, figures.get(1).beside("Swarm %.1f s".formatted(swarm.worst())));
    } finally {
      nokube(home, "playground", "down", "--name", NAME);
    }
    new Command(Map.of(), checkout, List.of("rm", "-rf", home.toString())).run();
    return figures;
  }

  /// Of heads that have just come up on a machine that is busy with all of them, the first answers
  /// may be late, also to what was carried out.
  private static void accepted(FleetApi api, String name, String deployment)
      throws IOException, InterruptedException {
    try {
      Waiting.until(
          "the Deployment to be accepted",
          LOOK_LAZILY,
          () ->
              api.post(Api.DEPLOYMENTS, deployment).isPresent()
                  || api.get(Api.DEPLOYMENTS + "/" + name).isPresent());
    } catch (IOException late) {
      throw new IOException(late.getMessage() + ", " + api.refusal(), late);
    }
  }

  private void updated(Path home, Path file, Map<String, String> changes)
      throws IOException, InterruptedException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      text = text.replace(change.getKey(), change.getValue());
    }
    Files.writeString(file, text);
    nokube(home, "new-or-update", file.toString());
  }

  private void image(Path home) throws IOException, InterruptedException {
    String make =
        "{\"operation\":\"make-image\",\"name\":\"%s\",\"deadlineSeconds\":120}"
            .formatted(Workload.IMAGE);
    nokube(
        home,
        "agent-command",
        Base64.getEncoder().encodeToString(make.getBytes(StandardCharsets.UTF_8)));
    nokube(home, "image", "push", Workload.IMAGE);
  }

  private Samples hostDeaths(FleetApi api, DeadlyHosts hosts, String how)
      throws IOException, InterruptedException {
    Samples seconds = new Samples();
    for (int i = 0; i < times; i++) {
      String victim = WORKERS.get(i % WORKERS.size());
      hosts.kill(victim);
      long died = System.nanoTime();
      Waiting.until("the pods elsewhere", LOOK, () -> runElsewhere(api, victim));
      seconds.add((System.nanoTime() - died) / 1e9);
      System.out.printf(
          "  %s: %s died: its pods run elsewhere after %.1f s%n", how, victim, seconds.last());
      hosts.start(victim);
      settled(api, hosts);
    }
    return seconds;
  }

  private static boolean runElsewhere(FleetApi api, String dead) throws InterruptedException {
    Optional<JsonNode> pods = api.get(Api.PODS);
    int running = 0;
    for (JsonNode pod : pods.map(list -> list.path("items")).orElse(Api.JSON.createArrayNode())) {
      boolean runs =
          pod.at("/status/phase").asText().equals("Running")
              && !pod.path("metadata").has("deletionTimestamp");
      running += runs && !pod.at("/spec/nodeName").asText().equals(dead) ? 1 : 0;
    }
    return running == REPLICAS;
  }

  /// All nodes are ready, and nothing runs twice. A host that boots may be called ready still, from
  /// before it died.
  private static void settled(FleetApi api, DeadlyHosts hosts)
      throws IOException, InterruptedException {
    Waiting.until("all engines", LOOK_LAZILY, () -> areUp(hosts));
    Waiting.until("all nodes to be ready", LOOK_LAZILY, () -> readyNodes(api) == ALL.size());
    Waiting.until("all pods to run", LOOK_LAZILY, () -> runElsewhere(api, ""));
    Waiting.until("as many containers", LOOK_LAZILY, () -> containers(hosts).size() == REPLICAS);
  }

  private static boolean areUp(DeadlyHosts hosts) throws IOException, InterruptedException {
    for (String host : ALL) {
      if (!hosts.isUp(host)) {
        return false;
      }
    }
    return true;
  }

  private static int readyNodes(FleetApi api) throws InterruptedException {
    int ready = 0;
    for (JsonNode node :
        api.get("/api/v1/nodes")
            .map(list -> list.path("items"))
            .orElse(Api.JSON.createArrayNode())) {
      for (JsonNode condition : node.at("/status/conditions")) {
        ready +=
            condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")
                ? 1
                : 0;
      }
    }
    return ready;
  }

  /// Ids of the pods' containers on all hosts, running or not.
  static List<String> containers(DeadlyHosts hosts) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (String host : ALL) {
      all.addAll(
          hosts.on(host, "docker", "ps", "-aq", "--no-trunc", "--filter", "label=io.nokube.pod"));
    }
    return all;
  }

  private Command.Result nokube(Path home, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("nokube").toString()));
    command.addAll(List.of(words));
    return new Command(Map.of("NOKUBE_HOME", home.toString()), checkout, command).run();
  }
}
