package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.TestAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A host whose cluster's data lies in an etcd that was there before: not on that host, of an
/// authority of its own, and taking clients of a second one.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterOnExternalEtcdTest {
  private static final String IMAGE = "docker.io/library/busybox:1.36";
  private static final TestAuthority MEMBERS = TestAuthority.named("etcd members");
  private static final TestAuthority CLIENTS = TestAuthority.named("etcd clients");
  private static final TestAuthority STRANGERS = TestAuthority.named("etcd members");

  @TempDir private static Path home;
  private static Playground playground;
  private static Nokube nokube;
  private static EtcdProcess etcd;
  private static String text;
  private static String prefix;

  @BeforeAll
  static void up() throws IOException {
    playground = Playground.up(home, "external", "--hosts", "1");
    nokube = playground.nokube;
    playground.exec("n1", "dpkg", "--purge", "etcd-server", "etcd-client");
    nokube.ok(
        "agent-command",
        Base64.getEncoder()
            .encodeToString(
                "{\"operation\":\"make-image\",\"name\":\"%s\",\"deadlineSeconds\":120}"
                    .formatted(IMAGE)
                    .getBytes(StandardCharsets.UTF_8)));
    String here = playground.addressOfThisMachine();
    MEMBERS.issue("etcd", here).write(home, "server");
    Path trusted =
        Files.writeString(
            home.resolve("trusted.crt"), MEMBERS.certificatePem() + CLIENTS.certificatePem());
    etcd =
        EtcdProcess.secured(
            new EtcdProcess.TlsFiles(
                trusted, home.resolve("server.crt"), home.resolve("server.key")),
            here);
    Files.writeString(home.resolve("etcd-ca.crt"), MEMBERS.certificatePem());
    Files.writeString(home.resolve("strangers.crt"), STRANGERS.certificatePem());
    CLIENTS.issue("nokube").write(home, "client");
    prefix = "/nokube/" + playground.name + "/";
    text =
        Files.readString(playground.clusterFile())
            .replaceAll("(?m)^  (client_port|peer_port|quota_backend_bytes): .*\\n", "")
            .replaceFirst(
                "  members: .*",
                "  external: {endpoints: [\"%1$s\"], ca_file: \"%2$s/etcd-ca.crt\", cert_file: \"%2$s/client.crt\", key_file: \"%2$s/client.key\"}"
                    .formatted(etcd.endpoint(), home));
  }

  @AfterAll
  static void down() {
    try {
      playground.close();
    } finally {
      etcd.close();
    }
  }

  private static Nokube.Result update(String file) {
    return nokube.run(List.of(Nokube.PROGRAM, "new-or-update", written(file).toString()), 15);
  }

  private static Path written(String file) {
    try {
      return Files.writeString(home.resolve("cluster.yaml"), file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String updated(String file) {
    Nokube.Result result = update(file);
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  private static String refused(String file) {
    Nokube.Result result = update(file);
    assertThat(result.code()).as(result.output()).isEqualTo(1);
    return result.output();
  }

  private static List<String> containers() {
    return playground.exec("n1", "docker", "ps", "--no-trunc", "--format", "{{.Names}} {{.ID}}");
  }

  @Test
  @Order(1)
  void anEtcdOfAnotherAuthorityIsNotTalkedTo() {
    String shown = refused(text.replace("etcd-ca.crt", "strangers.crt"));

    assertThat(shown)
        .contains("n1: etcd: etcd does not answer: " + etcd.endpoint())
        .contains("shows a certificate that is not to be trusted as its own")
        .contains("see that etcd runs there and this host reaches it");
    assertNothingIsThere();
  }

  private static void assertNothingIsThere() {
    assertThat(containers()).isEmpty();
    assertThat(playground.ssh("n1", "ls /var/lib/nokube/" + playground.name).code()).isNotZero();
    assertThat(playground.sshOk("n1", "ls -A /root/.nokube")).doesNotContain("staged");
  }

  @Test
  @Order(2)
  void aCertificateThatEtcdDoesNotTakeIsSaidToBeThat() {
    STRANGERS.issue("nokube").write(home, "stranger");

    assertThat(
            refused(
                text.replace("client.crt", "stranger.crt").replace("client.key", "stranger.key")))
        .contains("does not take the client certificate");
    assertNothingIsThere();
  }

  @Test
  @Order(3)
  void anotherClustersDataIsLeftAlone() {
    etcd.etcdctl("put", prefix + "id", "somebody-elses");

    assertThat(refused(text))
        .contains(
            "etcd holds another cluster's data below %s: its id is somebody-elses"
                .formatted(prefix))
        .contains("etcdctl del --prefix " + prefix);
    assertNothingIsThere();

    etcd.etcdctl("del", prefix + "id");
  }

  @Test
  @Order(4)
  void hostsBecomeAClusterWithoutAnEtcdOfTheirOwn() throws IOException {
    assertThat(updated(text)).contains("is ready: 1/1 nodes, etcd at " + etcd.endpoint());

    Path pod =
        Files.writeString(
            home.resolve("pod.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: sleeper}
            spec:
              containers:
                - {name: main, image: "%s", command: [sleep, "1000000"]}
            """
                .formatted(IMAGE));
    nokube.ok("image", "push", IMAGE);
    nokube.ok("apply", "-f", pod.toString(), "--wait");
    assertThat(nokube.ok("get", "pods").output()).contains("sleeper").contains("Running");
    assertThat(etcd.etcdctl("get", "--keys-only", "--prefix", prefix))
        .contains(prefix + "id", prefix + "config", "/pods/default/sleeper");
    assertThat(playground.exec("n1", "docker", "images", "-q", "nokube/etcd")).isEmpty();
    assertThat(playground.ssh("n1", "command -v etcd || command -v etcdctl").code()).isNotZero();
    assertThat(containers()).noneMatch(line -> line.contains("-etcd "));
  }

  @Test
  @Order(5)
  void theKeyStandsInAFileOfRootsAndNowhereElse() throws IOException {
    String workspace = "/var/lib/nokube/" + playground.name;
    String secret = Files.readAllLines(home.resolve("client.key")).get(1);

    assertThat(playground.sshOk("n1", "stat -c '%a %U' " + workspace + "/tls/etcd.key").strip())
        .isEqualTo("600 root");
    assertThat(
            playground
                .sshOk("n1", "grep -rlF -e '" + secret + "' /root /var/lib/nokube /var/log || true")
                .strip())
        .isEqualTo(workspace + "/tls/etcd.key");
    assertThat(etcd.etcdctl("get", "--prefix", "/")).doesNotContain(secret);
  }

  @Test
  @Order(6)
  void runAgainItChangesNothing() {
    List<String> before = containers();

    assertThat(updated(text)).contains("nothing to change (1 host checked in");

    assertThat(containers()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void whatWouldLoseTheDataIsRefused() {
    List<String> before = containers();

    assertThat(refused(text.replace("etcd-ca.crt", "strangers.crt")))
        .contains("shows a certificate that is not to be trusted as its own")
        .contains("Nothing was changed on any host.");
    assertThat(
            refused(
                text.replaceFirst(
                    "  external: .*",
                    "  members: [n1]\n  client_port: 2379\n  peer_port: 2380\n  quota_backend_bytes: 2147483648")))
        .contains(
            "etcd: changed from external to members: the cluster's data lies in the former",
            "nothing was changed");
    assertThat(containers()).isEqualTo(before);
  }

  @Test
  @Order(8)
  void aRenewedCertificateReachesTheHostsWithoutARestart() throws IOException {
    List<String> before = containers();
    CLIENTS.issue("nokube").write(home, "client");

    updated(text);

    assertThat(playground.sshOk("n1", "cat /var/lib/nokube/" + playground.name + "/tls/etcd.crt"))
        .isEqualToNormalizingNewlines(Files.readString(home.resolve("client.crt")));
    assertThat(containers()).isEqualTo(before);
  }

  @Test
  @Order(9)
  void whenItsOwnerSetsItBackThatCountsOnceItIsSaid() throws IOException {
    String file = written(text).toString();
    List<String> before = containers();
    Path snapshot = home.resolve("snapshot");
    etcd.backUp(snapshot);
    Path map =
        Files.writeString(
            home.resolve("map.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: late}}");
    nokube.ok("apply", "-f", map.toString());
    Nokube.Result backup = nokube.run("backup", home.resolve("x").toString(), "--cluster", file);

    etcd.setBack(snapshot);
    await("the doctor's finding", () -> nokube.run("doctor").output().contains("set back"));
    assertThat(containers()).isEqualTo(before);
    nokube.ok("restore", "--accept-current", "--yes", "--cluster", file);

    assertThat(backup.code()).isEqualTo(1);
    assertThat(backup.output()).contains("is external", "--accept-current");
    assertThat(nokube.run("get", "configmap", "late").output()).contains("not found");
    assertThat(containers()).isEqualTo(before);
    await("a cluster that is well", () -> nokube.run("doctor").code() == 0);
  }

  @Test
  @Order(10)
  void removedItLeavesNothingThatIsAskedToGo() {
    Nokube.Result result =
        nokube.run(
            List.of(Nokube.PROGRAM, "remove", written(text).toString(), "--yes", "--etcd-data"),
            10);

    assertThat(result.code()).as(result.output()).isZero();
    assertThat(etcd.etcdctl("get", "--keys-only", "--prefix", prefix)).isBlank();
    assertThat(containers()).isEmpty();
    assertThat(
            playground.ssh("n1", "ls /var/lib/nokube/" + playground.name + " /root/.nokube").code())
        .isNotZero();
  }
}
