package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.containers.Visitors;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What three heads live through while they serve: their etcd grows, their agents are upgraded, and
/// a host of them comes back with an empty disk.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpdatedClusterTest extends OnHosts {
  private static final String PAGE = "Hello from a ConfigMap";
  private static final long REQUESTS = 10_000;

  @BeforeAll
  static void up() throws IOException {
    made("updated", 3, file -> file.replaceFirst("members: .*", "members: [n1]"));
    nokube.ok("apply", "-f", "../../examples/quickstart", "--wait");
  }

  /// Three heads that are all members of etcd.
  private static String file() throws IOException {
    return Files.readString(playground.clusterFile());
  }

  private static String labelled() throws IOException {
    return file().replace("labels: {}", "labels: {disk: ssd}");
  }

  private static List<String> podsOnly(List<String> containers) {
    return containers.stream().filter(line -> !line.contains("-agent ")).toList();
  }

  /// Those that have started, by name.
  private static Set<String> members() {
    return membersBy("n1");
  }

  private static Set<String> membersBy(String asked) {
    Set<String> names = new TreeSet<>();
    String list = cluster.etcdOf(List.of(asked), "member", "list", "--write-out=json");
    for (JsonNode member : Cluster.json(list).path("members")) {
      names.add(member.path("name").asText());
    }
    return names;
  }

  /// How many of etcd's members say that they are healthy.
  private static long healthy() {
    long healthy = 0;
    for (JsonNode member :
        Cluster.json(cluster.etcd("endpoint", "health", "--cluster", "--write-out=json"))) {
      healthy += member.path("health").asBoolean() ? 1 : 0;
    }
    return healthy;
  }

  @Test
  @Order(1)
  void anEtcdOfOneMemberGetsTwoMore() throws IOException {
    assertThat(members()).containsExactly("n1");
    List<String> before = podsOnly(cluster.containers("n1", "n2", "n3"));

    String shown = cluster.updated(file());

    assertThat(shown).contains("is ready: 3/3 nodes, etcd healthy (3 members)");
    assertThat(members()).containsExactly("n1", "n2", "n3");
    assertThat(healthy()).isEqualTo(3);
    assertThat(cluster.containers("n1", "n2", "n3")).containsAll(before);
    assertThat(cluster.updated(file())).contains("nothing to change (3 hosts checked in");
  }

  /// And members again, with nothing of what they were before.
  @Test
  @Order(2)
  void headsThatLeaveEtcdGoOnAsHeads() throws IOException {
    List<String> before = podsOnly(cluster.containers("n1", "n2", "n3"));
    String ofOne = file().replaceFirst("members: .*", "members: [n2]");

    String shown = cluster.updated(ofOne);

    assertThat(shown).contains("is ready: 3/3 nodes, etcd healthy (1 member)");
    assertThat(membersBy("n2")).containsExactly("n2");
    List<String> after = podsOnly(cluster.containers("n1", "n2", "n3"));
    assertThat(after)
        .as("two members are gone, all else runs on")
        .containsExactlyInAnyOrderElementsOf(
            before.stream()
                .filter(line -> line.startsWith("n2 ") || !line.contains("-etcd "))
                .toList());
    assertThat(cluster.updated(ofOne)).contains("nothing to change (3 hosts checked in");

    assertThat(cluster.updated(file())).contains("is ready: 3/3 nodes, etcd healthy (3 members)");
    assertThat(members()).containsExactly("n1", "n2", "n3");
    assertThat(healthy()).isEqualTo(3);
  }

  @Test
  @Order(3)
  void agentsAreUpgradedAndNoRequestOfADeploymentFails() throws IOException {
    List<String> before = cluster.containers("n1", "n2", "n3");
    Set<String> serving = cluster.nodesOf("app=web");
    assertThat(serving).hasSize(2);
    long during;
    try (Visitors visitors = new Visitors(serving.stream().map(cluster::pageAt).toList(), PAGE)) {
      cluster.updated(labelled());
      during = visitors.asked();
      visitors.leaveAfter(REQUESTS);

      assertThat(visitors.failed()).as(visitors.failure()).isZero();
      assertThat(visitors.asked()).isGreaterThanOrEqualTo(REQUESTS);
    }
    List<String> after = cluster.containers("n1", "n2", "n3");
    assertThat(during).isPositive();
    assertThat(podsOnly(after)).isEqualTo(podsOnly(before));
    assertThat(after)
        .as("three agents are others")
        .filteredOn(before::contains)
        .hasSize(before.size() - 3);
  }

  /// The first of them, and a member of etcd: the others are brought up to date without it, and it
  /// is once it is back.
  @Test
  @Order(4)
  void aHeadThatIsDeadIsLeftOut() throws IOException {
    List<String> pods = podsOnly(cluster.containers("n2", "n3"));
    String changed = labelled().replace("disk: ssd", "disk: nvme");
    nokube.docker("kill", playground.container("n1"));

    Nokube.Result refused = cluster.update(changed);
    assertThat(refused.code()).as(refused.output()).isNotZero();
    assertThat(refused.output()).contains("--without n1");
    Nokube.Result left = cluster.update(changed, "--without", "n1");

    assertThat(left.output()).contains("is ready: 2/3 nodes, etcd healthy (2 of 3 members)");
    assertThat(left.code()).isZero();
    assertThat(podsOnly(cluster.containers("n2", "n3"))).isEqualTo(pods);
    Nokube.Result again = cluster.update(changed, "--without", "n1");
    assertThat(again.output()).contains("nothing to change (2 hosts checked in");

    nokube.docker("start", playground.container("n1"));
    await(
        "three members of etcd",
        () ->
            nokube.run(cluster.etcdctl(List.of("n2"), "endpoint", "health", "--cluster")).code()
                == 0);
    assertThat(cluster.updated(changed)).contains("is ready: 3/3 nodes, etcd healthy (3 members)");
    assertThat(nokube.ok("get", "nodes", "-l", "disk=nvme").output()).contains("n1", "n2", "n3");
    cluster.updated(labelled());
  }

  @Test
  @Order(5)
  void aHostThatIsRebuiltFromAnEmptyDiskJoinsAgain() throws IOException {
    rebuilt("n3", "n1", "n2");
  }

  /// It is the first of the file: the others give it back what the cluster trusts.
  @Test
  @Order(6)
  void soDoesTheFirstHead() throws IOException {
    rebuilt("n1", "n2", "n3");
  }

  private static void rebuilt(String host, String... others) throws IOException {
    List<String> before = cluster.containers(others);
    playground.rebuild(host);

    String shown = cluster.updated(labelled());

    assertThat(shown).contains("is ready: 3/3 nodes, etcd healthy (3 members)");
    assertThat(members()).containsExactly("n1", "n2", "n3");
    assertThat(healthy()).isEqualTo(3);
    assertThat(cluster.containers(others)).as("what ran elsewhere runs on").containsAll(before);
    nokube.ok("image", "push", HostCluster.IMAGE);
    await(host + "'s clock", () -> cluster.nodesOf("app=clock").contains(host));
    assertThat(cluster.updated(labelled())).contains("nothing to change (3 hosts checked in");
  }
}
