package io.nokube.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {
  private static final String CLEAR =
      """
      cluster: demo
      id: "1"
      on_isolation: keep
      etcd:
        endpoints: ["http://127.0.0.1:2379"]
        lease_ttl: 10s
        lease_renew: 2s
        request_timeout: 3s
        reconnect_bound: 4s
        quota_backend_bytes: 2147483648
      nodes:
        n1:
          role: head
          address: 127.0.0.2
          api_port: 0
          workspace: /w
          memory: /dev/shm/nokube/demo
          docker: unix:///var/run/docker.sock
          host_root: /host
          allocatable: {cpu: "1", memory: 2Gi, pods: "110"}
          labels: {}
          taints: []
      """;
  private static final String TLS =
      """
      tls:
        authority: /w/tls/ca.crt
        certificate: /w/tls/node.crt
        key: /w/tls/node.key
        users_authority: /w/tls/users-ca.crt
      sealing_key: /w/tls/sealing.key
      registries: /w/tls/registries.json
      """;

  @Test
  void withoutTlsAllIsOnLoopback() {
    assertThat(problems(CLEAR)).isEmpty();
    assertThat(problems(CLEAR.replace("127.0.0.2", "\"::1\""))).isEmpty();
    assertThat(
            problems(CLEAR.replace("127.0.0.2", "10.0.0.2").replace("//127.0.0.1", "//10.0.0.1")))
        .singleElement()
        .asString()
        .startsWith("c.yaml:1:1: ")
        .contains(
            "etcd.endpoints: http://10.0.0.1:2379 is not on this machine's loopback",
            "nodes[n1].address: 10.0.0.2 is not on this machine's loopback, and nobody may listen or join in there: add tls");
    assertThat(problems(CLEAR.replace("127.0.0.2", "localhost.example.com"))).hasSize(1);
  }

  @Test
  void withTlsEveryAddressWillDoAndEtcdSpeaksHttps() {
    String tls = CLEAR.replace("127.0.0.2", "10.0.0.2") + TLS;
    assertThat(problems(tls))
        .singleElement()
        .asString()
        .contains(
            "etcd.endpoints: http://127.0.0.1:2379 must begin with https:, since tls is there");

    ClusterConfig config = read(tls.replace("http:", "https:"));

    assertThat(config.tls())
        .contains(
            new ClusterConfig.Tls(
                file("ca.crt"),
                file("node.crt"),
                file("node.key"),
                Optional.of(file("users-ca.crt")),
                Optional.empty()));
    assertThat(config.sealingKey()).contains(file("sealing.key"));
    assertThat(config.registries()).contains(file("registries.json"));
    assertThat(problems(CLEAR.replace("http:", "https:")))
        .singleElement()
        .asString()
        .contains("must begin with http:, since tls is left out");
  }

  @Test
  void anEtcdOfAnotherAuthorityNeedsTlsBetweenNodesToo() {
    String external =
        CLEAR
            .replace("http:", "https:")
            .replace(
                "  quota_backend_bytes: 2147483648\n",
                "  tls: {authority: /w/tls/etcd-ca.crt, certificate: /w/tls/etcd.crt, key: /w/tls/etcd.key}\n");
    assertThat(problems(external))
        .singleElement()
        .asString()
        .contains("etcd.tls: the nodes themselves speak in the clear: add tls");

    ClusterConfig.Etcd etcd = read(external + TLS).etcd();

    assertThat(etcd.tls())
        .contains(
            new ClusterConfig.EtcdTls(file("etcd-ca.crt"), file("etcd.crt"), file("etcd.key")));
    assertThat(etcd.quotaBackendBytes()).isEmpty();
  }

  @Test
  void aFilesPathIsAbsolute() {
    assertThat(
            problems(
                (CLEAR + TLS).replace("http:", "https:").replace("/w/tls/node.key", "node.key")))
        .singleElement()
        .asString()
        .contains(
            "tls.key: Invalid value: \"node.key\": is no absolute path: begin it with a slash");
  }

  private static NodeFile file(String name) {
    return new NodeFile(Path.of("/w/tls", name));
  }

  private static ClusterConfig read(String text) {
    return switch (StrictConfig.read(new SourceName("c.yaml"), text, ClusterConfig.class)) {
      case StrictConfig.Read<ClusterConfig>(ClusterConfig config) -> config;
      case StrictConfig.Refused<ClusterConfig> refused ->
          throw new AssertionError(refused.problems());
    };
  }

  private static List<String> problems(String text) {
    return switch (StrictConfig.read(new SourceName("c.yaml"), text, ClusterConfig.class)) {
      case StrictConfig.Read<ClusterConfig> read -> List.of();
      case StrictConfig.Refused<ClusterConfig> refused ->
          refused.problems().stream().map(Problem::toString).toList();
    };
  }
}
