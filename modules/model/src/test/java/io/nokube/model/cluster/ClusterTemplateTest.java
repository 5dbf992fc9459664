package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterFiles.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClusterTemplateTest {
  @Test
  void sixValuesAreMarked() {
    assertThat(ClusterTemplate.marked()).isEqualTo(6);
  }

  @Test
  void eachMarkIsSaidWithWhatItMeans() {
    assertThat(problems(ClusterTemplate.TEXT))
        .containsExactly(
            "cluster.yaml:5:10: cluster: still to be filled in: The cluster's name, a DNS label. It can't be changed later: data, containers and certificates bear it.",
            "cluster.yaml:6:15: on_isolation: still to be filled in: What the pods of a node do that is cut off from etcd for longer than its lease. keep: they run on, and doubles end once the node is back. stop: they end, so that a pod and its replacement never run at once.",
            "cluster.yaml:52:14: nodes[n1].address: still to be filled in: The IP address by which the other hosts reach this one: etcd, the agents' bus, the API and host ports listen there. Never a loopback address.",
            "cluster.yaml:54:16: nodes[n1].ssh.address: still to be filled in: The host's address or DNS name as seen from here. It may differ from the node's address, such as behind NAT.",
            "cluster.yaml:56:13: nodes[n1].ssh.user: still to be filled in: The user to log in as.",
            "cluster.yaml:59:19: nodes[n1].ssh.login.key_file: still to be filled in: The file of a private key on this machine; it begins with / or ~/.");
  }

  @Test
  void filledInItIsACluster() {
    ClusterFile file = ClusterFiles.file(filled());

    assertThat(file.names()).extracting(Object::toString).containsExactly("n1");
  }

  /// The marked values, in the order of the text.
  static String filled() {
    Iterator<String> values =
        List.of("demo", "keep", "10.0.0.1", "n1.example.com", "root", "~/.ssh/id_ed25519")
            .iterator();
    String text =
        Pattern.compile("(?m): CHANGE-ME")
            .matcher(ClusterTemplate.TEXT)
            .replaceAll(_ -> ": " + values.next());
    assertThat(values).isExhausted();
    return text;
  }

  @Test
  void whatIsOnlyForStopIsThereToBeUncommented() {
    String text =
        filled()
            .replace("on_isolation: keep", "on_isolation: stop")
            .replaceAll("(?m)^# (isolation:|  stop_grace:|  kill_budget:)", "$1");

    assertThat(ClusterFiles.file(text).isolation()).isPresent();
  }

  @Test
  void anExternalEtcdIsThereToBeUncommented() {
    String text =
        filled()
            .replaceAll("(?m)^  (members|client_port|peer_port|quota_backend_bytes): .*\\n", "")
            .replaceAll(
                "(?m)^  # (external:|  endpoints:|  ca_file:|  cert_file:|  key_file:)", "  $1");

    assertThat(ClusterFiles.file(text).etcd().external()).isPresent();
  }

  @Test
  void aRegistryIsThereToBeUncommented() {
    String text =
        filled()
            .replaceAll(
                "(?m)^  # (registries:|  - host:|    username:|    password_env:|    ca_file:)",
                "  $1");

    assertThat(ClusterFiles.file(text).registries())
        .containsExactly(
            new Registry(
                new RegistryHost("registry.example.com:5000"),
                Optional.of("shop"),
                Optional.of("SHOP_REGISTRY_PASSWORD"),
                Optional.empty(),
                Optional.of("~/registry-ca.crt")));
  }

  @Test
  void everyValueHasAComment() {
    assertThat(ClusterTemplate.TEXT.lines())
        .filteredOn(line -> line.matches("^ *[a-z_0-9]+: +\\S.*"))
        .allMatch(
            line -> line.contains(" # ") || line.matches(" *(port: 22|memory: 4Gi|pods: \"110\")"));
  }
}
