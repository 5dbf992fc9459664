package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Three heads and two workers, of which one or another dies or is cut off (`on_isolation: stop`).
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultyClusterTest extends OnHosts {
  private static final String[] HOSTS = {"n1", "n2", "n3", "n4", "n5"};
  private static final int REPLICAS = 10;

  @BeforeAll
  static void up() throws IOException {
    made("faulty", 5, FaultyClusterTest::impatient);
    Path manifest = Files.writeString(home.resolve("steady.yaml"), DEPLOYMENT);
    nokube.ok("apply", "--wait", "-f", manifest.toString());
  }

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: steady}
      spec:
        replicas: %d
        selector: {matchLabels: {app: steady}}
        template:
          metadata: {labels: {app: steady}}
          spec:
            containers:
              - name: main
                image: %s
                imagePullPolicy: Never
                command: [sleep, "1000000"]
      """
          .formatted(REPLICAS, HostCluster.IMAGE);

  /// Impatient; an agent that was killed is back before its pods are replaced.
  private static String impatient(String file) {
    return file.replace(
            "on_isolation: keep",
            "on_isolation: stop\nisolation: {stop_grace: 1s, kill_budget: 2s}")
        .replace("evict_after: 30s", "evict_after: 10s")
        .replace("poll_children: 3s", "poll_children: 1s")
        .replace("lease_ttl: 10s", "lease_ttl: 2s")
        .replace("lease_renew: 2s", "lease_renew: 500ms")
        .replace("request_timeout: 3s", "request_timeout: 1s")
        .replace("reconnect_bound: 4s", "reconnect_bound: 2s");
  }

  /// Ids of the pods' containers, running or not.
  private static List<String> containers(String... hosts) {
    return listed(List.of("--all"), hosts);
  }

  private static List<String> running(String... hosts) {
    return listed(List.of(), hosts);
  }

  private static List<String> listed(List<String> options, String... hosts) {
    List<String> all = new ArrayList<>();
    for (String host : hosts) {
      List<String> command =
          new ArrayList<>(
              List.of("docker", "ps", "-q", "--no-trunc", "--filter", "label=io.nokube.pod"));
      command.addAll(options);
      all.addAll(playground.exec(host, command.toArray(String[]::new)));
    }
    return all;
  }

  /// A time that a host's engine tells of containers.
  private static Stream<Instant> times(String host, String which, List<String> ids) {
    List<String> command =
        new ArrayList<>(List.of("docker", "inspect", "--format", "{{.State." + which + "}}"));
    command.addAll(ids);
    return playground.exec(host, command.toArray(String[]::new)).stream().map(Instant::parse);
  }

  private static String[] without(String host) {
    return Stream.of(HOSTS).filter(each -> !each.equals(host)).toArray(String[]::new);
  }

  /// What a command prints, empty if the cluster can't answer at this moment: a head changes from a
  /// member of etcd that died to another.
  private static String asked(String... command) {
    Nokube.Result result = nokube.run(command);
    return result.code() == 0 ? result.output() : "";
  }

  private static Set<String> runningPods() {
    Set<String> pods = new TreeSet<>();
    String listed = asked("get", "pods", "-o", "json");
    if (listed.isEmpty()) {
      return pods;
    }
    for (JsonNode pod : Cluster.json(listed).path("items")) {
      if (!pod.path("metadata").has("deletionTimestamp")
          && pod.path("status").path("phase").asText().equals("Running")) {
        pods.add(
            pod.path("spec").path("nodeName").asText()
                + " "
                + pod.path("metadata").path("name").asText());
      }
    }
    return pods;
  }

  private static boolean allRunWithout(String host) {
    Set<String> pods = runningPods();
    return pods.size() == REPLICAS && pods.stream().noneMatch(pod -> pod.startsWith(host + " "));
  }

  private static boolean isReady(String host) {
    return asked("get", "node", host).contains(" Ready");
  }

  private static String leader() {
    return asked("tree")
        .lines()
        .filter(line -> line.startsWith("kubecontroller "))
        .map(line -> line.split(" +", -1)[2])
        .collect(Collectors.joining());
  }

  private static String agentPid(String host) {
    String ready = "/var/lib/nokube/" + playground.name + "/agent/ready.json";
    return Cluster.json(String.join("", playground.exec(host, "cat", ready))).path("pid").asText();
  }

  /// Nothing runs twice, and nothing is left of what was replaced.
  private static void settled() {
    await("all nodes", () -> Stream.of(HOSTS).allMatch(FaultyClusterTest::isReady));
    await("as many pods as are wanted", () -> runningPods().size() == REPLICAS);
    await("as many containers", () -> containers(HOSTS).size() == REPLICAS);
    assertThat(running(HOSTS)).hasSize(REPLICAS);
  }

  private static void told(String what, Instant since) {
    System.out.printf(
        "%s after %.1f s%n", what, Duration.between(since, Instant.now()).toMillis() / 1e3);
  }

  @Test
  @Order(1)
  void whatRanOnAHostThatDiedRunsElsewhere() {
    List<String> others = running(without("n5"));
    nokube.docker("kill", playground.container("n5"));
    Instant died = Instant.now();

    await("the pods elsewhere", () -> allRunWithout("n5"));
    told("a host died: its pods run elsewhere", died);
    assertThat(running(without("n5"))).as("what ran elsewhere runs on").containsAll(others);
    assertThat(nokube.ok("get", "nodes").output()).contains("NotReady");
    assertThat(nokube.ok("events").output()).contains("TaintManagerEviction", "NodeNotReady");

    nokube.docker("start", playground.container("n5"));
    settled();
  }

  @Test
  @Order(2)
  void anotherHeadLeadsWhenTheLeadersAgentDiesAndNoContainerIsRestarted() {
    List<String> before = running(HOSTS);
    String first = leader();
    playground.exec(first, "kill", "-KILL", agentPid(first));
    Instant died = Instant.now();

    await("another leader", () -> !leader().isEmpty() && !leader().equals(first));
    told("the leader's agent died: another leads", died);
    settled();
    assertThat(running(HOSTS)).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  @Order(3)
  void aMemberOfEtcdThatDiesStopsNothing() {
    List<String> before = running(HOSTS);
    playground.exec("n2", "docker", "kill", "nokube-" + playground.name + "-etcd");
    await("a write", () -> !asked("scale", "deployment", "steady", "--replicas", "11").isEmpty());
    await("one more", () -> runningPods().size() == REPLICAS + 1);
    await(
        "another write",
        () ->
            !asked("scale", "deployment", "steady", "--replicas", Integer.toString(REPLICAS))
                .isEmpty());
    playground.exec("n2", "docker", "start", "nokube-" + playground.name + "-etcd");
    settled();
    assertThat(running(HOSTS)).hasSize(REPLICAS);
    assertThat(before)
        .filteredOn(running(HOSTS)::contains)
        .hasSizeGreaterThanOrEqualTo(REPLICAS - 1);
  }

  @Test
  @Order(4)
  void theContainersOfAHostThatIsCutOffEndBeforeTheirReplacementsBegin() {
    Instant cut = Instant.now();
    List<String> there = running("n4");
    assertThat(there).isNotEmpty();
    cut("-I");
    try {
      await("the pods elsewhere", () -> allRunWithout("n4"));
      told("a host was cut off: its pods run elsewhere", cut);
      Instant lastEnd = times("n4", "FinishedAt", there).max(Instant::compareTo).orElseThrow();
      Instant firstStart =
          Stream.of(without("n4"))
              .flatMap(host -> times(host, "StartedAt", running(host)))
              .filter(began -> began.isAfter(cut))
              .min(Instant::compareTo)
              .orElseThrow();
      System.out.printf("between the two: %s%n", Duration.between(lastEnd, firstStart));
      assertThat(running("n4")).isEmpty();
      assertThat(lastEnd).isAfter(cut).isBefore(firstStart);
    } finally {
      cut("-D");
    }
    settled();
  }

  /// Nothing comes in or goes out by the host's network.
  private static void cut(String change) {
    playground.exec("n4", "iptables", change, "INPUT", "-i", "eth0", "-j", "DROP");
    playground.exec("n4", "iptables", change, "OUTPUT", "-o", "eth0", "-j", "DROP");
  }
}
