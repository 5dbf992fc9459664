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
    try (LonelyAgent agent = lonely()) {
      List<String> before = agent.runningPods();

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
    try (LonelyAgent agent = lonely()) {
      agent.runningPods();
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

  private LonelyAgent lonely() throws IOException {
    return LonelyAgent.on(
        etcd, folder, "stop\nisolation: {stop_grace: 1s, kill_budget: 2s, replaced_after: 4s}", 0);
  }
}
