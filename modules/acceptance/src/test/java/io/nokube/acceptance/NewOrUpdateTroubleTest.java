package io.nokube.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a bare host can have against becoming a cluster: each time the run ends with the host, the
/// step, the reason and what to do, and once it is mended, the next run goes on.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewOrUpdateTroubleTest {
  @TempDir private static Path home;
  private static Playground playground;
  private static String file;

  @BeforeAll
  static void up() throws IOException {
    playground = Playground.up(home, "trouble", "--hosts", "1", "--bare", "n1");
    file = Files.readString(playground.clusterFile());
  }

  @AfterAll
  static void down() {
    playground.close();
  }

  private static Nokube.Result update(String text, String... options) {
    try {
      Path written = Files.writeString(home.resolve("cluster.yaml"), text);
      List<String> command =
          new ArrayList<>(List.of(Nokube.PROGRAM, "new-or-update", written.toString()));
      command.addAll(List.of(options));
      return playground.nokube.run(command, 15);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String failure(String text) {
    Nokube.Result result = update(text);
    assertThat(result.code()).as(result.output()).isEqualTo(1);
    return result.output();
  }

  @Test
  @Order(1)
  void aKeyThatTheHostDoesNotKnowIsNamed() {
    Path key = home.resolve("other");
    playground.nokube.run(
        List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));

    assertThat(failure(file.replaceFirst("key_file: \"[^\"]*\"", "key_file: \"" + key + "\"")))
        .contains("n1: connect:")
        .contains(key.toString())
        .contains("Nothing was changed on any host.");
  }

  @Test
  @Order(2)
  void aHostThatIsNotThereEndsTheRunAndCanBeLeftOut() {
    String n9 =
        file.substring(file.indexOf("  n1:"))
            .replace("  n1:", "  n9:")
            .replace("role: head", "role: worker")
            .replace("address: " + playground.address("n1"), "address: 127.0.0.99")
            .replaceFirst("address: 127.0.0.99", "address: 172.30.0.99");

    assertThat(failure(file + n9))
        .contains("n9: connect:")
        .contains("Nothing was changed on any host.");
  }

  @Test
  @Order(3)
  void aUserWhoMayNotBecomeRootIsTold() {
    playground.sshOk(
        "n1",
        "useradd --create-home --shell /bin/bash anna && cp -r /root/.ssh /home/anna/ && chown -R anna /home/anna/.ssh");

    assertThat(
            failure(
                file.replace("user: root", "user: anna").replace("become: none", "become: sudo")))
        .contains("n1: connect:")
        .contains("sudo");
  }

  @Test
  @Order(4)
  void anUnknownSystemIsRefusedByName() {
    playground.sshOk(
        "n1",
        "cp --remove-destination /etc/os-release /etc/os-release.kept; printf 'ID=plan9\\nPRETTY_NAME=\"Plan 9\"\\n' > /tmp/o && cp --remove-destination /tmp/o /etc/os-release");
    try {
      assertThat(failure(file))
          .contains("n1: connect: the system is Plan 9, which isn't supported");
    } finally {
      playground.sshOk("n1", "mv /etc/os-release.kept /etc/os-release");
    }
  }

  @Test
  @Order(5)
  void aDiskThatIsFullIsSaidToBe() {
    playground.sshOk(
        "n1", "mkdir -p /root/.nokube && mount -t tmpfs -o size=8m tmpfs /root/.nokube");
    try {
      assertThat(failure(file)).contains("n1: upload:").contains("no space left");
    } finally {
      playground.sshOk("n1", "umount /root/.nokube");
    }
  }

  @Test
  @Order(6)
  void aMirrorThatCannotBeReachedIsNamed() {
    assertThat(failure(file.replace("mirror: none", "mirror: \"http://127.0.0.1:9/debian\"")))
        .contains("n1: packages:")
        .contains("http://127.0.0.1:9/debian");
  }

  @Test
  @Order(7)
  void aPortThatIsTakenIsNamedWithItsHolder() {
    assertThat(failure(file.replace("client_port: 2379", "client_port: 22")))
        .contains("n1: etcd:")
        .contains("22")
        .contains("sshd");
  }

  @Test
  @Order(8)
  void aDockerThatIsTooOldIsRefusedByItsVersion() throws IOException {
    try (OldEngine old = new OldEngine(playground, "n1")) {
      assertThat(failure(file))
          .contains(
              "n1: look: the Docker engine is "
                  + OldEngine.VERSION
                  + " (API 1.40), which is too old")
          .contains("upgrade it to Docker 20.10 or newer")
          .contains("Nothing was changed on any host.");
      assertThat(old.isAsked()).isTrue();
    }
  }

  @Test
  @Order(9)
  void mendedItBecomesACluster() {
    Nokube.Result result = update(file);

    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output()).contains("is ready: 1/1 nodes");
  }

  @Test
  @Order(10)
  void anotherClustersHostIsLeftAlone() {
    assertThat(failure(file.replaceFirst("(?m)^cluster: .*$", "cluster: other")))
        .contains("another cluster's agent is here: " + playground.name);
    assertThat(playground.exec("n1", "docker", "ps", "-q")).hasSize(2);
  }

  @Test
  @Order(11)
  void aWorkspaceThatMovesIsRefusedWithTheReason() {
    String moved = file.replaceFirst("workspace: \\S+", "workspace: /var/lib/nokube/elsewhere");

    assertThat(failure(moved))
        .contains("n1: look:")
        .contains("not from the workspace /var/lib/nokube/elsewhere")
        .contains("Nothing was changed on any host.");
    assertThat(playground.exec("n1", "docker", "ps", "-q")).hasSize(2);
  }
}
