package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterFiles.file;
import static io.nokube.model.cluster.ClusterFiles.five;
import static io.nokube.model.cluster.ClusterFiles.one;
import static io.nokube.model.cluster.ClusterFiles.three;
import static io.nokube.model.cluster.ClusterFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.model.NodeName;
import org.junit.jupiter.api.Test;

class AgentConfigTextTest {
  private static final String ID = "5f3a";

  @Test
  void aHeadIsToldAllOfItsOwn() {
    assertThat(AgentConfigText.of(file(five()), ID, new NodeName("h2")))
        .isEqualTo(
            """
            # Made by nokube new-or-update. Nothing in it is defaulted.
            cluster: "bank"
            id: "5f3a"
            on_isolation: stop
            isolation:
              stop_grace: 10s
              kill_budget: 5s
              replaced_after: 30s
            etcd:
              endpoints: ["https://10.0.0.1:2379", "https://10.0.0.2:2379", "https://10.0.0.3:2379"]
              lease_ttl: 10s
              lease_renew: 2s
              request_timeout: 3s
              reconnect_bound: 4s
              quota_backend_bytes: 2147483648
            tls:
              authority: "/var/lib/nokube/bank/tls/ca.crt"
              certificate: "/var/lib/nokube/bank/tls/node.crt"
              key: "/var/lib/nokube/bank/tls/node.key"
              users_authority: "/var/lib/nokube/bank/tls/users-ca.crt"
              authority_key: "/var/lib/nokube/bank/authority/ca.key"
            sealing_key: "/var/lib/nokube/bank/tls/sealing.key"
            registries: "/var/lib/nokube/bank/tls/registries.json"
            nodes:
              "h2":
                role: head
                address: "10.0.0.2"
                api_port: 6443
                workspace: "/var/lib/nokube/bank/pods"
                memory: "/dev/shm/nokube/bank"
                docker: "unix:///var/run/docker.sock"
                host_root: "/host"
                allocatable: {"cpu": "2", "memory": "4Gi", "pods": "20"}
                labels: {}
                taints: [{key: "dedicated", value: "head", effect: "NoSchedule"}]
            """);
  }

  @Test
  void anExternalEtcdHasAnAuthorityAndACertificateOfItsOwn() {
    assertThat(AgentConfigText.of(file(ClusterFiles.external()), ID, new NodeName("n1")))
        .contains(
            """
            etcd:
              endpoints: ["https://etcd1.example.com:2379", "https://etcd2.example.com:2379", "https://etcd3.example.com:2379"]
              lease_ttl: 10s
              lease_renew: 2s
              request_timeout: 3s
              reconnect_bound: 4s
              tls:
                authority: "/var/lib/nokube/depot/tls/etcd-ca.crt"
                certificate: "/var/lib/nokube/depot/tls/etcd.crt"
                key: "/var/lib/nokube/depot/tls/etcd.key"
            tls:
              authority: "/var/lib/nokube/depot/tls/ca.crt"
            """);
  }

  @Test
  void aWorkerHasNoApiAndKnowsNoUsers() {
    assertThat(AgentConfigText.of(file(five()), ID, new NodeName("w1")))
        .contains("    api_port: 0\n", "    labels: {\"disk\": \"ssd\"}\n", "    taints: []\n")
        .contains("/tls/node.key\"\nsealing_key: ")
        .doesNotContain("users_authority", "authority_key", "6443", "BANK_PASSWORD", "\"w2\"");
  }

  @Test
  void registriesChangeNothingOfWhatAnAgentIsToldAtItsStart() {
    assertThat(text(three()))
        .contains("registries: \"/var/lib/nokube/shop/tls/registries.json\"\n")
        .isEqualTo(text(three().replaceAll("(?s)  registries:.*(?=nodes:)", "")));
  }

  @Test
  void theOrderOfLabelsSaysNothing() {
    String some = with(one(), "labels: {}", "labels: {a: \"1\", b: \"\"}");
    String others = with(one(), "labels: {}", "labels: {b: \"\", a: \"1\"}");

    assertThat(text(some)).isEqualTo(text(others)).contains("labels: {\"a\": \"1\", \"b\": \"\"}");
  }

  @Test
  void ipv6AddressesStandInBrackets() {
    assertThat(
            text(
                with(one(), "    address: 10.0.0.1\n    ssh", "    address: 2001:db8::1\n    ssh")))
        .contains("endpoints: [\"https://[2001:db8::1]:2379\"]")
        .contains("    address: \"2001:db8::1\"\n");
  }

  @Test
  void namesThatYamlTakesForSomethingElseStayNames() {
    assertThat(text(one().replace("n1", "\"on\""))).contains("  \"on\":\n");
  }

  @Test
  void aNodeOfNoFileIsToldNothing() {
    assertThatThrownBy(() -> AgentConfigText.of(file(one()), ID, new NodeName("n2")))
        .hasMessage("cluster solo has no node n2: its nodes are [n1]");
  }

  private static String text(String file) {
    ClusterFile read = file(file);
    return AgentConfigText.of(read, ID, read.names().getFirst());
  }
}
