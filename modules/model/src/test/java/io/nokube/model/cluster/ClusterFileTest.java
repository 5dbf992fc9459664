package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterFiles.file;
import static io.nokube.model.cluster.ClusterFiles.one;
import static io.nokube.model.cluster.ClusterFiles.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.model.ClusterName;
import io.nokube.model.Grace;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.ClusterFile.Api;
import io.nokube.model.cluster.ClusterFile.Certificates;
import io.nokube.model.cluster.ClusterFile.Etcd;
import io.nokube.model.cluster.ClusterFile.Images;
import io.nokube.model.cluster.ClusterFile.Isolation;
import io.nokube.model.cluster.ClusterFile.OnIsolation;
import io.nokube.model.cluster.ClusterFile.Packages;
import io.nokube.model.cluster.ClusterNode.Role;
import io.nokube.model.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClusterFileTest {
  private static final List<String> EXAMPLES = ClusterFiles.EXAMPLES;

  @Test
  void aFileIsReadWhole() {
    assertThat(file(one()))
        .isEqualTo(
            new ClusterFile(
                new ClusterName("solo"),
                OnIsolation.KEEP,
                Optional.empty(),
                new Grace.For(Duration.ofSeconds(60)),
                new Grace.For(Duration.ofSeconds(30)),
                Duration.ofSeconds(3),
                Duration.ofSeconds(3),
                new Etcd(
                    Optional.of(List.of(new NodeName("n1"))),
                    Optional.of(2379),
                    Optional.of(2380),
                    Optional.of(2147483648L),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4)),
                new Api(6443),
                new Certificates(Duration.ofDays(90), Duration.ofDays(3650)),
                new Packages(new HttpUrlOrNone.None(), new HttpUrlOrNone.None()),
                new Images(List.of(), Optional.empty()),
                Map.of(
                    "n1",
                    new ClusterNode(
                        Role.HEAD,
                        new NodeAddress("10.0.0.1"),
                        new Ssh(
                            new SshAddress("10.0.0.1"),
                            22,
                            "root",
                            new HostKey.KnownHosts(),
                            new Login(
                                Optional.of("~/.ssh/id_ed25519"),
                                Optional.empty(),
                                Optional.empty()),
                            Ssh.Become.NONE),
                        new Workspace("/var/lib/nokube/solo"),
                        Map.of(
                            "cpu", new Quantity("2"),
                            "memory", new Quantity("4Gi"),
                            "pods", new Quantity("110")),
                        Map.of(),
                        List.of()))));
  }

  @ParameterizedTest
  @FieldSource("EXAMPLES")
  void everyExampleIsAccepted(String name) {
    assertThat(file(ClusterFiles.example(name)).nodes())
        .hasSize(List.of(1, 3, 5, 2).get(EXAMPLES.indexOf(name)));
  }

  @Test
  void threeHeadsAndTwoWorkers() {
    ClusterFile five = file(ClusterFiles.five());

    assertThat(five.names())
        .extracting(NodeName::text)
        .containsExactly("h1", "h2", "h3", "w1", "w2");
    assertThat(five.heads()).extracting(NodeName::text).containsExactly("h1", "h2", "h3");
    assertThat(five.members()).isEqualTo(five.heads());
    assertThat(five.isMember(new NodeName("w1"))).isFalse();
    assertThat(five.isolation())
        .contains(new Isolation(Duration.ofSeconds(10), Duration.ofSeconds(5)));
    assertThat(five.orphanGrace()).isEqualTo(new Grace.Never());
    assertThat(five.packages().mirror().asUrl())
        .map(HttpUrl::toString)
        .contains("http://debian.example.com");
    assertThat(five.node(new NodeName("h1")).taints())
        .containsExactly(new ConfiguredTaint("dedicated", "head", "NoSchedule"));
    assertThat(five.node(new NodeName("w2")).ssh().port()).isEqualTo(2202);
  }

  @Test
  void eachWayToLogIn() {
    assertThat(login(one())).isEqualTo(new Login.Method.KeyFile("~/.ssh/id_ed25519"));
    assertThat(login(with(one(), "{key_file: ~/.ssh/id_ed25519}", "{agent: true}")))
        .isEqualTo(new Login.Method.Agent());
    assertThat(login(with(one(), "{key_file: ~/.ssh/id_ed25519}", "{password_env: SSH_PASSWORD}")))
        .isEqualTo(new Login.Method.PasswordEnv("SSH_PASSWORD"));
  }

  private static Login.Method login(String text) {
    return file(text).node(new NodeName("n1")).ssh().login().method();
  }

  @Test
  void everyValueIsCounted() {
    assertThat(ClusterFile.values("a: 1\nb: [2, {c: 3}]\nd: {}\n".getBytes(UTF_8))).isEqualTo(3);
    assertThat(ClusterFile.values(one().getBytes(UTF_8))).isEqualTo(31);
  }

  @Test
  void whatNoFileMaySayNoRecordCan() {
    ClusterFile one = file(one());
    assertThatThrownBy(() -> new Login(Optional.empty(), Optional.empty(), Optional.empty()))
        .hasMessage("exactly one of key_file, agent and password_env is wanted");
    assertThatThrownBy(() -> one.node(new NodeName("n9")))
        .hasMessage("cluster solo has no node n9: its nodes are [n1]");
    assertThatThrownBy(() -> etcd(Optional.of(List.of()), Optional.of(2379)))
        .hasMessage("0 members of etcd: an odd number is wanted");
    assertThatThrownBy(() -> etcd(Optional.empty(), Optional.of(2379)))
        .hasMessage("exactly one of members, with their ports and quota, and external is wanted");
    assertThatThrownBy(() -> etcd(Optional.of(List.of(new NodeName("n1"))), Optional.empty()))
        .hasMessage("exactly one of members, with their ports and quota, and external is wanted");
    assertThatThrownBy(() ->
            new ClusterFile(
                one.cluster(),
                OnIsolation.STOP,
                one.isolation(),
                one.orphanGrace(),
                one.evictAfter(),
                one.pollChildren(),
                one.pollParent(),
                one.etcd(),
                one.api(),
                one.certificates(),
                one.packages(),
                one.images(),
                one.nodes()))
        .hasMessage("isolation is there exactly with on_isolation: stop");
    assertThatThrownBy(() ->
            new ClusterFile(
                one.cluster(),
                one.onIsolation(),
                one.isolation(),
                one.orphanGrace(),
                one.evictAfter(),
                one.pollChildren(),
                one.pollParent(),
                one.etcd(),
                one.api(),
                one.certificates(),
                one.packages(),
                one.images(),
                Map.of()))
        .hasMessage("etcd member n1 is no head of the cluster");
  }

  private static Etcd etcd(Optional<List<NodeName>> members, Optional<Integer> clientPort) {
    return new Etcd(
        members,
        clientPort,
        Optional.of(2380),
        Optional.of(1L << 30),
        Optional.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(4));
  }

  @Test
  void anEtcdThatIsThereAlready() {
    ClusterFile external = file(ClusterFiles.external());

    assertThat(external.members()).isEmpty();
    assertThat(external.isMember(new NodeName("n1"))).isFalse();
    assertThat(external.etcd().source())
        .isEqualTo(
            new EtcdSource.External(
                List.of(
                    EtcdEndpoint.parse("https://etcd1.example.com:2379"),
                    EtcdEndpoint.parse("https://etcd2.example.com:2379"),
                    EtcdEndpoint.parse("https://etcd3.example.com:2379")),
                "~/etcd/ca.crt",
                "~/etcd/depot.crt",
                "~/etcd/depot.key"));
  }
}
