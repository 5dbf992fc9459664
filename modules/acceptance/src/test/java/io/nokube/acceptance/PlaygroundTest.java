package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A playground's hosts are like machines: entered by SSH, with an engine of their own or none,
/// back after a restart.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlaygroundTest {
  private static final String IMAGE =
      "mkdir -p /i/bin && cp /bin/busybox /i/bin/ && tar -C /i -c . | docker import - box";

  @TempDir private static Path home;
  private static Playground playground;
  private static List<String> volumes;

  @BeforeAll
  static void up() {
    playground = Playground.up(home, "hosts", "--hosts", "2", "--bare", "n2");
    volumes =
        playground.nokube.docker(
            "inspect",
            "--format",
            "{{range .Mounts}}{{if .Name}}{{println .Name}}{{end}}{{end}}",
            playground.container("n1"),
            playground.container("n2"));
  }

  @AfterAll
  static void downLeavesNothing() {
    playground.close();

    String label = "label=io.nokube.playground=" + playground.name;
    assertThat(playground.nokube.docker("ps", "-aq", "--filter", label)).isEmpty();
    assertThat(playground.nokube.docker("network", "ls", "-q", "--filter", label)).isEmpty();
    assertThat(volumes).hasSize(2);
    assertThat(playground.nokube.docker("volume", "ls", "-q")).doesNotContainAnyElementsOf(volumes);
    assertThat(playground.folder()).doesNotExist();
  }

  @Test
  @Order(1)
  void eachHostIsEnteredBySshUnderItsPinnedKey() throws IOException {
    assertThat(playground.sshOk("n1", "hostname")).isEqualTo("n1\n");
    assertThat(playground.sshOk("n2", "hostname")).isEqualTo("n2\n");
    String pin =
        playground
            .exec("n1", "ssh-keygen", "-lf", "/etc/ssh/ssh_host_ed25519_key.pub")
            .getFirst()
            .split(" ", -1)[1];
    assertThat(Files.readString(playground.clusterFile()))
        .contains("host_key: \"" + pin + "\"")
        .contains("address: " + playground.address("n1"));
    assertThat(playground.exec("n1", "hostname", "-I").getFirst())
        .contains(playground.address("n1"));
  }

  @Test
  @Order(2)
  void aPreparedHostsEngineRunsAContainer() {
    await("n1's engine", () -> playground.ssh("n1", "docker version").code() == 0);
    playground.sshOk("n1", IMAGE);

    assertThat(playground.sshOk("n1", "docker run --rm box /bin/busybox echo hello"))
        .isEqualTo("hello\n");
    assertThat(playground.exec("n1", "ps", "-eo", "comm=")).contains("sshd").doesNotContain("etcd");
  }

  @Test
  @Order(3)
  void aBareHostHasNothingAndCanInstall() {
    assertThat(playground.ssh("n2", "command -v docker etcd").code()).isNotZero();

    playground.sshOk("n2", "apt-get update");
    playground.sshOk("n2", "apt-get install --yes --no-install-recommends busybox-static");

    assertThat(playground.sshOk("n2", "busybox echo hello")).isEqualTo("hello\n");
  }

  @Test
  @Order(4)
  void upAgainKeepsWhatRuns() {
    List<String> before = started();

    assertThat(playground.again()).doesNotContain("made", "started");

    assertThat(started()).isEqualTo(before);
  }

  @Test
  @Order(5)
  void aHostComesBackAfterARestartWithItsKeyAndItsContainers() {
    playground.sshOk(
        "n1", "docker run --detach --restart always --name lasting box /bin/busybox sleep 100000");

    playground.restart("n1");

    await("n1's sshd", () -> playground.ssh("n1", "true").code() == 0);
    await("n1's containers", () -> playground.ssh("n1", "docker ps").output().contains("lasting"));
  }

  private static List<String> started() {
    return playground.nokube.docker(
        "inspect",
        "--format",
        "{{.Id}} {{.State.StartedAt}}",
        playground.container("n1"),
        playground.container("n2"));
  }
}
