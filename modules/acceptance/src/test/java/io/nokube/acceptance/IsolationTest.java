package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With `on_isolation: stop`, an agent that etcd doesn't answer ends its containers in time, and
/// starts them again when it does.
class IsolationTest {
  private static final Path DOCKER = Path.of("/var/run/docker.sock");
  private static final Path VERTICLES =
      Path.of("../distribution/target/nokube/verticles-config").toAbsolutePath().normalize();

  /// lease_ttl and replaced_after: nothing may run here for longer without etcd.
  private static final Duration REPLACED = Duration.ofSeconds(6);

  @TempDir private Path folder;
  private EtcdProcess etcd;

  @BeforeEach
  void startEtcd() {
    etcd = EtcdProcess.started();
  }

  @AfterEach
  void stopEtcd() {
    etcd.close();
  }

  @Test
  void containersEndWhileEtcdIsSilentAndRunAgainWhenItAnswers() throws IOException {
    try (LonelyAgent agent = LonelyAgent.start(folder, config(), DOCKER, VERTICLES)) {
      List<String> before = running(agent);

      etcd.pause();
      Instant silent = Instant.now();

      await("the end of its containers", () -> agent.containers().isEmpty());
      assertThat(Duration.between(silent, Instant.now())).isLessThan(REPLACED);
      assertThat(agent.startedUntil(silent, silent.plus(REPLACED).plusSeconds(4))).isEmpty();

      etcd.resume();

      await("the pods again", () -> agent.containers().size() == 2);
      assertThat(agent.containers()).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void aSuccessorThatDoesNotFindEtcdEndsWhatItFinds() throws IOException {
    try (LonelyAgent agent = LonelyAgent.start(folder, config(), DOCKER, VERTICLES)) {
      running(agent);
      agent.kill();
      etcd.pause();
      assertThat(agent.containers()).hasSize(2);

      Instant started = Instant.now();
      try (LonelyAgent successor = agent.successor()) {
        await("the end of its containers", () -> successor.containers().isEmpty());
        assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(10));
      } finally {
        etcd.resume();
      }
    }
  }

  private static List<String> running(LonelyAgent agent) throws IOException {
    agent.nokube.ok("apply", "--wait", "-f", agent.pods().toString());
    List<String> containers = agent.containers();
    assertThat(containers).hasSize(2);
    return containers;
  }

  private String config() {
    return """
    cluster: of-another
    id: "1"
    on_isolation: stop
    isolation: {stop_grace: 1s, kill_budget: 2s, replaced_after: 4s}
    etcd:
      endpoints: ["%s"]
      lease_ttl: 2s
      lease_renew: 500ms
      request_timeout: 1s
      reconnect_bound: 2s
      quota_backend_bytes: 2147483648
    nodes:
      n1:
        role: head
        address: of-another
        api_port: 0
        workspace: of-another
        memory: /of-another
        docker: of-another
        host_root: /
        allocatable: {cpu: "1", memory: 1Gi, pods: "10"}
        labels: {}
        taints: []
      n2:
    """
        .formatted(etcd.endpoint());
  }
}
