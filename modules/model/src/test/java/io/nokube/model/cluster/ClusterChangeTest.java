package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterChange.Concern.AGENT;
import static io.nokube.model.cluster.ClusterChange.Concern.CERTIFICATE;
import static io.nokube.model.cluster.ClusterChange.Concern.ENGINE;
import static io.nokube.model.cluster.ClusterChange.Concern.ETCD;
import static io.nokube.model.cluster.ClusterChange.Concern.REGISTRIES;
import static io.nokube.model.cluster.ClusterFiles.external;
import static io.nokube.model.cluster.ClusterFiles.file;
import static io.nokube.model.cluster.ClusterFiles.five;
import static io.nokube.model.cluster.ClusterFiles.three;
import static io.nokube.model.cluster.ClusterFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterChange.Accepted;
import io.nokube.model.cluster.ClusterChange.Concern;
import io.nokube.model.cluster.ClusterChange.Refused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterChangeTest {
  private static final Set<Concern> NOTHING = Set.of();

  @Test
  void theSameFileConcernsNobody() {
    Accepted change = change(five(), five());

    assertThat(change.isNothing()).isTrue();
    assertThat(change.concerned()).hasSize(5);
  }

  @Test
  void commentsAndOrderConcernNobody() {
    assertThat(
            change(three(), "# more\n" + with(three(), "[n1, n2, n3]", "[n1, n2, n3] # all"))
                .isNothing())
        .isTrue();
  }

  @Test
  void aLabelConcernsTheAgentOfItsNode() {
    assertThat(concerned(three(), with(three(), "{zone: z2}", "{zone: z4}")))
        .isEqualTo(only("n2", AGENT));
  }

  @Test
  void taintsAndAllocatableConcernTheAgentOfTheirNode() {
    assertThat(concerned(five(), five().replace("cpu: \"16\"", "cpu: \"8\"")))
        .isEqualTo(
            Map.of(
                "h1",
                NOTHING,
                "h2",
                NOTHING,
                "h3",
                NOTHING,
                "w1",
                Set.of(AGENT),
                "w2",
                Set.of(AGENT)));
  }

  @Test
  void intervalsConcernAllAgents() {
    for (String setting :
        new String[] {
          "lease_ttl: 10s", "request_timeout: 3s", "poll_parent: 3s", "poll_children: 3s"
        }) {
      assertThat(
              concerned(
                  three(), with(three(), setting, setting.replace("0s", "2s").replace("3s", "4s"))))
          .as(setting)
          .isEqualTo(all(AGENT));
    }
    assertThat(concerned(three(), with(three(), "orphan_grace: 10m", "orphan_grace: never")))
        .isEqualTo(all(AGENT));
  }

  @Test
  void whereIsolatedNodesStopAllReckonWithWhenTheirPodsAreReplaced() {
    Map<String, Set<Concern>> concerned =
        concerned(five(), with(five(), "evict_after: 30s", "evict_after: 40s"));
    assertThat(concerned.keySet()).contains("w1", "w2");
    assertThat(concerned.values()).containsOnly(Set.of(AGENT));
  }

  @Test
  void elseOnlyHeadsEvict() {
    String keeping =
        with(
            five(),
            "on_isolation: stop\nisolation:\n  stop_grace: 10s\n  kill_budget: 5s\n",
            "on_isolation: keep\n");
    assertThat(concerned(keeping, with(keeping, "evict_after: 30s", "evict_after: 40s")))
        .isEqualTo(
            Map.of(
                "h1",
                Set.of(AGENT),
                "h2",
                Set.of(AGENT),
                "h3",
                Set.of(AGENT),
                "w1",
                NOTHING,
                "w2",
                NOTHING));
  }

  @Test
  void onlyHeadsServeTheApi() {
    assertThat(concerned(five(), with(five(), "port: 6443", "port: 7443")))
        .isEqualTo(
            Map.of(
                "h1",
                Set.of(AGENT),
                "h2",
                Set.of(AGENT),
                "h3",
                Set.of(AGENT),
                "w1",
                NOTHING,
                "w2",
                NOTHING));
  }

  @Test
  void theQuotaConcernsMembersAndWhoWatchesIt() {
    assertThat(concerned(five(), with(five(), "2147483648", "4294967296")))
        .isEqualTo(
            Map.of(
                "h1", Set.of(AGENT, ETCD),
                "h2", Set.of(AGENT, ETCD),
                "h3", Set.of(AGENT, ETCD),
                "w1", Set.of(AGENT),
                "w2", Set.of(AGENT)));
  }

  @Test
  void aNewMemberConcernsItsHeadsEtcdAndAllAgents() {
    String single = with(three(), "[n1, n2, n3]", "[n1]");

    assertThat(concerned(single, three()))
        .isEqualTo(
            Map.of("n1", Set.of(AGENT), "n2", Set.of(AGENT, ETCD), "n3", Set.of(AGENT, ETCD)));
    assertThat(concerned(three(), single))
        .isEqualTo(
            Map.of("n1", Set.of(AGENT), "n2", Set.of(AGENT, ETCD), "n3", Set.of(AGENT, ETCD)));
  }

  @Test
  void anotherAddressOfAWorkerConcernsItsCertificateToo() {
    assertThat(concerned(five(), with(five(), "address: 10.0.1.1", "address: 10.0.1.9")))
        .containsEntry("w1", Set.of(AGENT, CERTIFICATE))
        .containsEntry("w2", NOTHING)
        .containsEntry("h1", NOTHING);
  }

  @Test
  void aWorkerThatBecomesAHeadGetsItsFiles() {
    String single = with(three(), "[n1, n2, n3]", "[n1]");
    int third = single.indexOf("  n3:");
    String worker =
        single.substring(0, third) + single.substring(third).replace("role: head", "role: worker");

    assertThat(concerned(worker, single)).isEqualTo(only("n3", AGENT, CERTIFICATE));
  }

  @Test
  void registryMirrorsConcernTheEngine() {
    assertThat(concerned(three(), with(three(), "[https://mirror.example.com]", "[]")))
        .isEqualTo(all(ENGINE));
  }

  @Test
  void registriesConcernEveryNodeAndNothingThatRuns() {
    assertThat(
            concerned(three(), with(three(), "host: registry.example.com:5000", "host: docker.io")))
        .isEqualTo(all(REGISTRIES));
    assertThat(concerned(three(), with(three(), "username: shop", "username: store")))
        .isEqualTo(all(REGISTRIES));
    assertThat(concerned(three(), with(three(), "      ca_file: ~/shop/registry-ca.crt\n", "")))
        .isEqualTo(all(REGISTRIES));
    assertThat(concerned(three(), three().replaceAll("(?s)  registries:.*(?=nodes:)", "")))
        .isEqualTo(all(REGISTRIES));
  }

  /// Whether the password is another one, the file doesn't say.
  @Test
  void wherePasswordsAndAuthoritiesLieHereConcernsNoNode() {
    assertThat(
            change(
                    three(),
                    with(
                        with(three(), "password_env: SHOP_REGISTRY_PASSWORD", "password_file: /p"),
                        "~/shop/registry-ca.crt",
                        "~/ca.crt"))
                .isNothing())
        .isTrue();
  }

  @Test
  void howHostsAreReachedAndPackagesComeConcernsNoNode() {
    assertThat(
            change(
                    three(),
                    three()
                        .replace("user: admin", "user: root")
                        .replace("become: sudo", "become: none"))
                .isNothing())
        .isTrue();
    assertThat(change(three(), with(three(), "http://10.0.0.9:3142", "none")).isNothing()).isTrue();
    assertThat(
            change(three(), with(three(), "node_validity: 90d", "node_validity: 30d")).isNothing())
        .isTrue();
  }

  @Test
  void nodesComeAndGo() {
    String fewer = five().substring(0, five().indexOf("  w2:"));

    assertThat(change(fewer, five()).added()).containsExactly(new NodeName("w2"));
    assertThat(change(fewer, five()).removed()).isEmpty();
    assertThat(change(five(), fewer).removed()).containsExactly(new NodeName("w2"));
    assertThat(change(five(), fewer).isNothing()).isFalse();
    assertThat(change(five(), fewer).concerned()).doesNotContainKey(new NodeName("w2"));
  }

  @Test
  void aClusterKeepsItsName() {
    assertThat(refused(three(), with(three(), "cluster: shop", "cluster: store")))
        .containsExactly(
            "cluster: renamed from shop to store: data, containers and certificates bear the name; name it shop again, or make a new cluster of other hosts");
  }

  @Test
  void aNodeThatStaysKeepsItsWorkspace() {
    int second = three().indexOf("  n2:");
    String moved =
        three().substring(0, second)
            + three().substring(second).replaceFirst("/var/lib/nokube/shop", "/srv/shop");

    assertThat(refused(three(), moved))
        .containsExactly(
            "nodes[n2].workspace: changed from /var/lib/nokube/shop to /srv/shop: what the node's pods wrote lies in the old one; remove the node from the file, rerun, and add it again");
  }

  @Test
  void aMemberKeepsItsAddress() {
    assertThat(refused(three(), with(three(), "address: 10.0.0.2", "address: 10.0.0.8")))
        .containsExactly(
            "nodes[n2].address: changed from 10.0.0.2 to 10.0.0.8: the other members and all agents know this member of etcd by it; take the node from etcd.members, rerun, and change it then");
  }

  @Test
  void soDoesOneThatLeavesEtcdInTheSameRun() {
    String leaving = with(three(), "[n1, n2, n3]", "[n1]");
    assertThat(refused(three(), with(leaving, "address: 10.0.0.2", "address: 10.0.0.8")))
        .singleElement()
        .asString()
        .startsWith("nodes[n2].address: changed from 10.0.0.2 to 10.0.0.8: ");
    assertThat(change(leaving, with(leaving, "address: 10.0.0.2", "address: 10.0.0.8")).added())
        .isEmpty();
  }

  @Test
  void etcdKeepsItsPortsAndAMember() {
    String single = with(three(), "[n1, n2, n3]", "[n1]");
    assertThat(
            refused(
                single, with(with(with(single, "[n1]", "[n2]"), "2379", "12379"), "2380", "12380")))
        .containsExactly(
            "etcd.members: changed from [n1] to [n2]: no member stays that has the cluster's data; keep one, rerun, and drop it then",
            "etcd.client_port: changed from 2379 to 12379: members that run know one another by it, and so do all agents; write 2379 again",
            "etcd.peer_port: changed from 2380 to 12380: members that run know one another by it, and so do all agents; write 2380 again");
  }

  @Test
  void nothingCarriesDataFromMembersToAnExternalEtcdOrBack() {
    String members =
        external()
            .replaceAll(
                "(?s)  external:.*?  lease_ttl",
                "  members: [n1]\n  client_port: 2379\n  peer_port: 2380\n  quota_backend_bytes: 2147483648\n  lease_ttl");

    assertThat(refused(members, external()))
        .containsExactly(
            "etcd: changed from members to external: the cluster's data lies in the former, and nothing carries it over; write members again, or make a new cluster");
    assertThat(refused(external(), members))
        .containsExactly(
            "etcd: changed from external to members: the cluster's data lies in the former, and nothing carries it over; write external again, or make a new cluster");
  }

  @Test
  void otherEndpointsConcernAllAgentsAndOtherFilesNone() {
    assertThat(concerned(external(), with(external(), ", https://etcd3.example.com:2379", "")))
        .isEqualTo(Map.of("n1", Set.of(AGENT), "n2", Set.of(AGENT)));
    assertThat(
            change(external(), with(external(), "~/etcd/depot.key", "/etc/depot.key")).isNothing())
        .isTrue();
  }

  private static Accepted change(String before, String after) {
    assertThat(ClusterChange.between(file(before), file(after))).isInstanceOf(Accepted.class);
    return (Accepted) ClusterChange.between(file(before), file(after));
  }

  private static Map<String, Set<Concern>> concerned(String before, String after) {
    return change(before, after).concerned().entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().text(), Map.Entry::getValue));
  }

  private static List<String> refused(String before, String after) {
    ClusterChange change = ClusterChange.between(file(before), file(after));
    assertThat(change).isInstanceOf(Refused.class);
    return ((Refused) change).reasons();
  }

  private static Map<String, Set<Concern>> all(Concern concern) {
    return Map.of("n1", Set.of(concern), "n2", Set.of(concern), "n3", Set.of(concern));
  }

  private static Map<String, Set<Concern>> only(String node, Concern... concerns) {
    Map<String, Set<Concern>> all =
        new TreeMap<>(Map.of("n1", NOTHING, "n2", NOTHING, "n3", NOTHING));
    all.put(node, Set.of(concerns));
    return all;
  }
}
