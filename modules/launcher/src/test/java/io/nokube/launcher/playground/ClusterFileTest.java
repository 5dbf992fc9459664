package io.nokube.launcher.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterFileTest {
  @Test
  void threeHostsAreThreeHeadsAndTheRestWorkers() {
    assertThat(roles(4)).containsExactly("head", "head", "head", "worker");
    assertThat(yaml(4)).contains("members: [n1, n2, n3]");
  }

  @Test
  void twoHostsHaveOneHead() {
    assertThat(roles(2)).containsExactly("head", "worker");
    assertThat(yaml(2)).contains("members: [n1]\n");
    assertThat(roles(1)).containsExactly("head");
  }

  @Test
  void aHostIsPinnedToItsKey() {
    assertThat(yaml(1))
        .contains("      address: 172.30.77.11\n")
        .contains("      host_key: \"SHA256:one\"\n")
        .contains("      login: {key_file: \"/p/key\"}\n");
  }

  /// As `ssh-keygen -l` shows it.
  @Test
  void aFingerprintIsTheOneThatSshShows() {
    HostKey key =
        HostKey.parse(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGXwyG47TbLxGqgaOez8LndrUAdwU8FO50DA+eiewjOc me\n");

    assertThat(key.fingerprint()).isEqualTo("SHA256:AbJzDNX20hy4ZvYVRRn29wNCbHURby3z+cAI3vocaS0");
    assertThat(key.known("10.0.0.1")).startsWith("10.0.0.1 ssh-ed25519 AAAAC3").endsWith("wjOc\n");
  }

  private static List<String> roles(int hosts) {
    return yaml(hosts)
        .lines()
        .filter(line -> line.strip().startsWith("role: "))
        .map(line -> line.strip().substring("role: ".length()))
        .toList();
  }

  private static String yaml(int hosts) {
    List<ClusterFile.Host> all =
        IntStream.rangeClosed(1, hosts)
            .mapToObj(n -> new ClusterFile.Host("n" + n, "172.30.77." + (10 + n), "SHA256:one"))
            .toList();
    return new ClusterFile("playground", Path.of("/p/key"), all).yaml();
  }
}
