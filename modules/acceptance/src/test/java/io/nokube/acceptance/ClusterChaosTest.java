package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `make chaos ONLY=cluster`: three heads and two workers, of which one or two at a time are harmed
/// at random while somebody writes. After each cycle all must be as desired, once; and no pod may
/// have run beside its replacement when `on_isolation` says that it doesn't.
///
/// System properties: `nokube.chaos.cycles`; `nokube.chaos.seed`, by which the same plans come
/// again; `nokube.chaos.isolation`, `keep` or `stop`.
@Tag("slow")
class ClusterChaosTest extends OnHosts {
  private static final List<String> HOSTS = List.of("n1", "n2", "n3", "n4", "n5");
  private static final int HEADS = 3;
  private static final List<String> HEAD_NAMES = HOSTS.subList(0, HEADS);
  private static final int STEADY = 6;
  private static final int PASSING = 2;
  private static final int CYCLES = Integer.getInteger("nokube.chaos.cycles", 4);
  private static final long SEED =
      Long.getLong("nokube.chaos.seed", new SplittableRandom().nextInt(1, 1_000_000));

  private static final boolean STOPS = stops(System.getProperty("nokube.chaos.isolation", "keep"));

  /// Until a lost host is given up (`lease_ttl`, `evict_after`), a first backoff of 10 s, and the
  /// 30 s that are promised.
  private static final Duration PROMISED = Duration.ofSeconds(STOPS ? 55 : 50);

  /// How long after the end of a fault a pod may still run beside its replacement: always with
  /// `keep`, with `stop` if its agent was paused or killed.
  private static final Duration DOUBLED = Duration.ofSeconds(10);

  private static ChaosWrites writes;
  private static Doubles doubles;
  private static long revisions;
  private static long evicted;

  @BeforeAll
  static void up() throws IOException {
    made("chaos", HOSTS.size(), ClusterChaosTest::impatient);
    writes = new ChaosWrites(nokube, home);
    assertThat(writes.apply(HostCluster.deployment("steady", STEADY))).isZero();
    assertThat(writes.apply(HostCluster.deployment("moving", 1))).isZero();
    doubles = Doubles.watch("steady", STEADY);
  }

  @AfterAll
  static void unwatched() {
    if (doubles != null) { // else the cluster did not come up
      doubles.close();
    }
  }

  private static boolean stops(String isolation) {
    return switch (isolation) {
      case "stop" -> true;
      case "keep" -> false;
      default -> throw new IllegalArgumentException(isolation + " is neither keep nor stop");
    };
  }

  private static String impatient(String file) {
    String patient =
        STOPS
            ? file.replace(
                    "on_isolation: keep",
                    "on_isolation: stop\nisolation: {stop_grace: 1s, kill_budget: 3s}")
                .replace("evict_after: 30s", "evict_after: 8s")
            : file;
    return patient
        .replace("evict_after: 30s", "evict_after: 5s")
        .replace("poll_children: 3s", "poll_children: 1s")
        .replace("lease_ttl: 10s", "lease_ttl: 3s")
        .replace("lease_renew: 2s", "lease_renew: 500ms")
        .replace("request_timeout: 3s", "request_timeout: 1s")
        .replace("reconnect_bound: 4s", "reconnect_bound: 2s");
  }

  /// @param state Docker's word
  private record Sight(String host, String id, String pod, String state) {
    boolean isOf(String deployment) {
      return pod.startsWith(deployment + "-");
    }

    String place() {
      return place(pod, host);
    }

    static String place(String pod, String node) {
      return pod + " on " + node;
    }

    boolean runs() {
      return state.equals("running");
    }
  }

  @Test
  void whateverHappensAllIsAsDesiredOnceAgain() throws Exception {
    settled(Map.of("steady", STEADY, "moving", 1));
    assertThat(doubles.alive()).as("what is seen of the pods' processes").hasSize(STEADY);
    List<Double> seconds = new ArrayList<>();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      ChaosPlan plan = ChaosPlan.by(SEED, cycle, HOSTS, HEADS);
      Instant began = Instant.now();
      try {
        seconds.add(lived(cycle, plan));
      } catch (AssertionError violated) {
        throw new AssertionError(
            "seed %d, cycle %d: %s%n%s".formatted(SEED, cycle, plan, history(began)), violated);
      }
      System.out.printf("  settled after %.1f s%n", seconds.getLast());
    }
    List<Double> sorted = seconds.stream().sorted().toList();
    System.out.printf(
        "%d cycles (%s), 0 violations, %d writes accepted, %d refused, %d unknown, %d revisions, %d"
            + " pods evicted, settled after %.1f s (median), %.1f s (longest), seed %d%n",
        CYCLES,
        STOPS ? "stop" : "keep",
        writes.accepted(),
        writes.refused(),
        writes.unknown(),
        revisions,
        evicted,
        sorted.get(sorted.size() / 2),
        sorted.getLast(),
        SEED);
  }

  /// @return seconds from the faults' end until all was as desired
  private double lived(int cycle, ChaosPlan plan) throws Exception {
    List<Sight> before = sights();
    long revision = cluster.revision(HEAD_NAMES);
    Instant began = Instant.now();
    System.out.printf("cycle %d: %s: steady on %s%n", cycle, plan, hosts(before));
    CompletableFuture<Void> written;
    try {
      plan.faults().forEach(fault -> fault.begin(playground));
      written = CompletableFuture.runAsync(() -> write(cycle, plan), ClusterChaosTest::aside);
      new CompletableFuture<Void>()
          .completeOnTimeout(null, plan.held().toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } finally {
      plan.faults().forEach(fault -> fault.end(playground));
    }
    Instant over = Instant.now();
    written.join();
    Map<String, Integer> wanted =
        new TreeMap<>(Map.of("steady", STEADY, "moving", plan.replicas()));
    if (!plan.deletes()) {
      wanted.put("passing", PASSING);
    }
    settled(wanted);
    double seconds = Duration.between(over, Instant.now()).toMillis() / 1e3;
    assertThat(seconds)
        .as("seconds until all is as desired")
        .isLessThan((double) PROMISED.toSeconds());

    assertThat(
            doubles.since(began).stream()
                .filter(sight -> !allowed(sight.at(), plan.stopsAgents(), over)))
        .as("more than %d pods at once, the faults were over at %s", STEADY, over)
        .isEmpty();
    writes.areKept();
    holds(EtcdHistory.since(cluster, HEAD_NAMES, revision), plan, over);
    List<String> missing =
        ids(
            before.stream().filter(sight -> sight.runs() && !plan.harms(sight.host())).toList(),
            "steady");
    missing.removeAll(ids(sights().stream().filter(Sight::runs).toList(), "steady"));
    assertThat(missing).as("containers of hosts that weren't harmed, gone").isEmpty();
    if (plan.deletes()) {
      nothingIsLeft();
    }
    return seconds;
  }

  /// The rules, at each revision of the cycle; and no pod lived on when others could replace it.
  private static void holds(EtcdHistory history, ChaosPlan plan, Instant over) {
    HistoryRules rules = new HistoryRules(history);
    revisions += history.steps().size();
    assertThat(rules.broken("steady", STEADY, writes.refusals()))
        .as("what etcd went through")
        .isEmpty();
    List<HistoryRules.Taken> taken = rules.taken("steady");
    evicted += taken.size();
    for (HistoryRules.Taken one : taken) {
      assertThat(doubles.last(one.pod()))
          .as("when %s was seen alive, the faults were over at %s", one, over)
          .matches(seen ->
              seen.isEmpty()
                  || seen.get().isBefore(one.since())
                  || allowed(seen.get(), plan.stopsAgent(one.node()), over));
    }
  }

  private static boolean allowed(Instant seen, boolean couldNot, Instant over) {
    return (!STOPS || couldNot) && seen.isBefore(over.plus(DOUBLED));
  }

  private static List<String> hosts(List<Sight> sights) {
    return sights.stream()
        .filter(sight -> sight.runs() && sight.isOf("steady"))
        .map(Sight::host)
        .toList();
  }

  private static void aside(Runnable work) {
    Thread.ofVirtual().name("writes").start(work);
  }

  /// What a user insists on is tried until it is accepted; the rest once.
  private static void write(int cycle, ChaosPlan plan) {
    for (int i = 0; i < 3; i++) {
      writes.configMap("chaos-%d-%d".formatted(cycle, i));
    }
    writes.insist("scale", "deployment", "moving", "--replicas", "" + plan.replicas());
    if (plan.deletes()) {
      Cluster.await(
          "the deletion",
          () ->
              writes.run("delete", "deployment", "passing") == 0
                  || nokube.run("get", "deployment", "passing").output().contains("NotFound"));
    } else {
      Cluster.await(
          "the creation", () -> writes.apply(HostCluster.deployment("passing", PASSING)) == 0);
    }
  }

  /// All nodes are ready, and each wanted pod runs, in one container. Beside that one there may be
  /// the last that ended, kept for its log.
  private static void settled(Map<String, Integer> wanted) {
    int all = wanted.values().stream().mapToInt(Integer::intValue).sum();
    Cluster.await("all nodes", ClusterChaosTest::allReady);
    Cluster.await(
        wanted + " and nothing else",
        () -> {
          List<String> pods = runningPods();
          List<Sight> sights = sights();
          List<Sight> run = sights.stream().filter(Sight::runs).toList();
          List<String> ended =
              sights.stream().filter(sight -> !sight.runs()).map(Sight::place).toList();
          return pods.size() == all
              && wanted.entrySet().stream()
                  .allMatch(each -> ids(run, each.getKey()).size() == each.getValue())
              && run.stream().map(Sight::place).sorted().toList().equals(pods)
              && ended.stream().distinct().count() == ended.size()
              && pods.containsAll(ended);
        });
  }

  private static boolean allReady() {
    Nokube.Result nodes = nokube.run("get", "nodes");
    return nodes.code() == 0
        && nodes.output().lines().filter(line -> line.contains(" Ready ")).count() == HOSTS.size();
  }

  /// Which runs where, sorted; something else while one doesn't run.
  private static List<String> runningPods() {
    Nokube.Result listed = nokube.run("get", "pods", "-o", "json");
    List<String> places = new ArrayList<>();
    if (listed.code() == 0) {
      for (JsonNode pod : json(listed.output()).path("items")) {
        boolean runs =
            pod.path("status").path("phase").asText().equals("Running")
                && !pod.path("metadata").has("deletionTimestamp");
        places.add(
            runs
                ? Sight.place(
                    pod.path("metadata").path("name").asText(),
                    pod.path("spec").path("nodeName").asText())
                : "(not running)");
      }
    }
    return places.stream().sorted().toList();
  }

  private static List<Sight> sights() {
    List<Sight> all = new ArrayList<>();
    for (String host : HOSTS) {
      for (String line :
          playground.exec(
              host,
              "docker",
              "ps",
              "--all",
              "--no-trunc",
              "--filter",
              "label=io.nokube.pod",
              "--format",
              "{{.ID}} {{.Label \"io.nokube.pod\"}} {{.State}}")) {
        String[] words = line.split(" ", -1);
        all.add(new Sight(host, words[0], words[1], words[2]));
      }
    }
    return all;
  }

  private static List<String> ids(List<Sight> sights, String deployment) {
    return sights.stream()
        .filter(sight -> sight.isOf(deployment))
        .map(Sight::id)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /// No key of what was deleted, but for Events, which live an hour, and no folder on any host.
  private static void nothingIsLeft() {
    String keys = cluster.etcd("get", "--prefix", "--keys-only", "/nokube/" + playground.name);
    assertThat(keys.lines().filter(key -> key.contains("passing") && !key.contains("/events/")))
        .as("keys of what was deleted")
        .isEmpty();
  }

  /// What was answered, what engines did, and what agents complained of, since then.
  private static String history(Instant since) {
    List<String> lines = new ArrayList<>(writes.told());
    String from = Long.toString(since.getEpochSecond());
    String now = Long.toString(Instant.now().getEpochSecond() + 1);
    for (String host : HOSTS) {
      List<String> happened = new ArrayList<>();
      happened.addAll(
          heard(
              host,
              "docker events --since "
                  + from
                  + " --until "
                  + now
                  + " --filter label=io.nokube.pod --format '{{.TimeNano}} {{.Action}} {{.ID}}'"));
      happened.addAll(
          heard(
              host,
              "docker logs --since "
                  + from
                  + " nokube-"
                  + playground.name
                  + "-agent 2>&1 | grep -v ' INFO ' | tail -n 60"));
      happened.addAll(
          heard(
              host, "docker ps -a --filter label=io.nokube.pod --format '{{.Names}} {{.Status}}'"));
      happened.forEach(line -> lines.add(host + ": " + line));
    }
    for (String words : List.of("get nodes", "get pods -o wide", "events", "tree")) {
      lines.add("nokube " + words + ":\n" + nokube.run(words.split(" ", -1)).output());
    }
    return String.join("\n", lines);
  }

  /// What it printed, or why not: this only explains.
  private static List<String> heard(String host, String command) {
    return nokube
        .run(List.of("docker", "exec", playground.container(host), "sh", "-c", command))
        .output()
        .lines()
        .toList();
  }
}
