package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static io.nokube.acceptance.Cluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What befalls an etcd of three members costs no container and no accepted write (`on_isolation:
/// keep`), and all goes on ten seconds after it is well again.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TroubledEtcdTest extends OnHosts {
  private static final List<String> HEADS = List.of("n1", "n2", "n3");
  private static final int MOVES = 20;
  private static final Duration AWAY = Duration.ofMinutes(2);
  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(10);

  private static ChaosWrites writes;

  @BeforeAll
  static void up() throws IOException {
    made("etcd", HEADS.size(), file -> file);
    writes = new ChaosWrites(nokube, home);
    assertThat(writes.apply(HostCluster.deployment("steady", 6))).isZero();
    await("all pods", () -> nokube.ok("get", "pods").output().split("Running", -1).length == 7);
  }

  @Test
  @Order(1)
  void itsLeaderIsMovedAgainAndAgain() {
    List<String> before = containers();
    for (int i = 0; i < MOVES; i++) {
      String next = notLeading();
      cluster.etcdOf(HEADS, "move-leader", next);
      writes.configMap("moved-" + i);
    }
    assertThat(containers()).isEqualTo(before);
    writes.areKept();
    System.out.printf(
        "leader moved %d times: %d writes accepted, %d refused, %d unknown%n",
        MOVES, writes.accepted(), writes.refused(), writes.unknown());
  }

  /// The id of a member that follows, in etcdctl's way of writing it.
  private static String notLeading() {
    for (JsonNode member : json(cluster.etcdOf(HEADS, "endpoint", "status", "--write-out=json"))) {
      JsonNode status = member.path("Status");
      long id = status.path("header").path("member_id").asLong();
      if (id != status.path("leader").asLong()) {
        return Long.toHexString(id);
      }
    }
    throw new AssertionError("each member of etcd leads");
  }

  /// Writes take long, and nobody is thought lost for it.
  @Test
  @Order(2)
  void itsDisksAreSlow() {
    int before = writes.accepted();
    disksTakeLonger(Duration.ofMillis(700), "slow");
    assertThat(writes.accepted()).as("writes accepted meanwhile").isGreaterThan(before);
  }

  /// Longer than requests may take, and than a member waits for its leader.
  @Test
  @Order(3)
  void itsDisksHang() {
    disksTakeLonger(Duration.ofSeconds(4), "hanging");
  }

  private static void disksTakeLonger(Duration more, String name) {
    List<String> before = containers();
    Instant end;
    try (SlowDisks disks = SlowDisks.of(playground, HEADS, more)) {
      await("a write that takes so long", () -> secondsOfWrite() > more.toMillis() / 1e3);
      end = Instant.now().plus(SLOW);
      for (int i = 0; Instant.now().isBefore(end); i++) {
        writes.configMap(name + "-" + i);
      }
      assertThat(containers()).as("containers while disks are slow").isEqualTo(before);
    }
    double seconds = works("after-" + name, Instant.now());
    System.out.printf(
        "disks take %d ms more for %d s: %d writes accepted, %d refused, %d unknown so far, works"
            + " again after %.1f s%n",
        more.toMillis(),
        SLOW.toSeconds(),
        writes.accepted(),
        writes.refused(),
        writes.unknown(),
        seconds);
    assertThat(seconds).isLessThan((double) SOON.toSeconds());
    assertThat(containers()).containsAll(before);
    writes.areKept();
  }

  /// It may end without an answer.
  private static double secondsOfWrite() {
    Instant began = Instant.now();
    nokube.run(cluster.etcdctl(HEADS, "put", "/slow", "disk"));
    return Duration.between(began, Instant.now()).toMillis() / 1e3;
  }

  @Test
  @Order(4)
  void allItsMembersAreAwayForTwoMinutes() {
    List<String> before = containers();
    int accepted = writes.accepted();
    HEADS.forEach(head -> playground.exec(head, "docker", "kill", etcd()));
    Instant gone = Instant.now();
    writes.configMap("while-away");
    assertThat(writes.accepted()).as("writes accepted while etcd is away").isEqualTo(accepted);
    new CompletableFuture<Void>()
        .completeOnTimeout(
            null,
            AWAY.minus(Duration.between(gone, Instant.now())).toMillis(),
            TimeUnit.MILLISECONDS)
        .join();
    assertThat(containers()).as("containers while etcd is away").isEqualTo(before);

    HEADS.forEach(head -> playground.exec(head, "docker", "start", etcd()));
    double seconds = works("returned", Instant.now());
    System.out.printf("etcd away for %d s: works again after %.1f s%n", AWAY.toSeconds(), seconds);
    assertThat(seconds).isLessThan((double) SOON.toSeconds());
    assertThat(containers()).containsAll(before);
    writes.areKept();
  }

  @Test
  @Order(5)
  void oneMemberIsAwayForEver() {
    List<String> before = containers();
    playground.exec("n3", "docker", "kill", etcd());
    double seconds = works("two-of-three", Instant.now());
    System.out.printf("one member of three away: works after %.1f s%n", seconds);
    assertThat(containers()).containsAll(before);
    assertThat(nokube.run("doctor").output()).contains(playground.address("n3"));
    writes.areKept();
  }

  /// @return seconds until a Deployment was accepted and its pod runs
  private static double works(String name, Instant since) {
    String manifest = HostCluster.deployment(name, 1);
    await("a write", () -> writes.apply(manifest) == 0);
    await(
        "its pod", () -> nokube.run("get", "pods", "-l", "app=" + name).output().contains("Runn"));
    return Duration.between(since, Instant.now()).toMillis() / 1e3;
  }

  private static String etcd() {
    return "nokube-" + playground.name + "-etcd";
  }

  /// Of pods, with since when they run.
  private static List<String> containers() {
    return cluster.containers(HEADS.toArray(String[]::new)).stream()
        .filter(line -> line.contains("_default_"))
        .toList();
  }
}
