package io.nokube.model.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Uid;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import io.nokube.model.core.PodStatus.Phase;
import io.nokube.model.json.Json;
import io.nokube.model.meta.Condition;
import io.nokube.model.meta.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Condition READY = Condition.of("Ready", true, NOW, "Since", "now");
  private static final Condition UNREADY = Condition.of("Ready", false, NOW, "Since", "now");
  private static final Condition OTHER = Condition.of("PodScheduled", true, NOW, "", "");
  private static final ObjectMeta META = ObjectMeta.named("default", "web");

  @Test
  void aPodIsReadyByItsCondition() {
    assertThat(PodStatus.PENDING.ready()).isFalse();
    assertThat(PodStatus.PENDING.withConditions(List.of(OTHER)).ready()).isFalse();
    assertThat(PodStatus.PENDING.withConditions(List.of(OTHER, UNREADY)).ready()).isFalse();
    assertThat(PodStatus.PENDING.withConditions(List.of(OTHER, READY)).ready()).isTrue();
  }

  @Test
  void aNodeIsReadyByItsCondition() {
    assertThat(NodeStatus.NONE.ready()).isFalse();
    assertThat(node(UNREADY).status().ready()).isFalse();
    assertThat(node(READY).status().ready()).isTrue();
    assertThat(
            node(new Condition("Ready", "Unknown", Optional.empty(), Optional.of(NOW), "", ""))
                .status()
                .ready())
        .isFalse();
  }

  private static Node node(Condition condition) {
    return new Node(
        META,
        new NodeSpec(false, List.of()),
        new NodeStatus(
            Map.of(), Map.of(), List.of(condition), List.of(), NodeStatus.NodeSystemInfo.UNKNOWN));
  }

  @Test
  void onlyEndedPodsNeverChange() {
    assertThat(Phase.SUCCEEDED.terminal()).isTrue();
    assertThat(Phase.FAILED.terminal()).isTrue();
    assertThat(Phase.RUNNING.terminal()).isFalse();
    assertThat(Phase.PENDING.terminal()).isFalse();
    assertThat(Phase.UNKNOWN.terminal()).isFalse();
  }

  @Test
  void aStatusCanBeTakenFromAnother() {
    Node node = node(READY);
    Node bare = node(UNREADY).withMetadata(META.withName("b"));
    assertThat(bare.withStatusOf(node)).isEqualTo(node.withMetadata(META.withName("b")));

    Pod pod = pod("a");
    Pod ended = pod("b").withStatus(PodStatus.PENDING.withHostIP("10.0.0.1"));
    assertThat(pod.withStatusOf(ended).withMetadata(ended.metadata())).isEqualTo(ended);

    ConfigMap config = new ConfigMap(META, Map.of("a", "b"), Map.of(), Optional.empty());
    assertThat(config.withStatusOf(config.withMetadata(META.withName("b")))).isSameAs(config);
  }

  private static Pod pod(String name) {
    return read(
        "{\"metadata\": {\"name\": \"%s\", \"namespace\": \"default\"}, \"spec\": {\"containers\": []}}"
            .formatted(name),
        Pod.class);
  }

  @Test
  void aWorkloadsStatusCanBeTakenFromAnother() {
    String text = "{\"metadata\": {\"name\": \"web\", \"namespace\": \"default\"}, \"spec\": {}}";
    Deployment deployment = read(text, Deployment.class);
    Deployment done = deployment.withStatus(new DeploymentStatus(1, 2, 2, 2, 2, 0, List.of(OTHER)));
    assertThat(deployment.status()).isEqualTo(DeploymentStatus.NONE);
    assertThat(deployment.withStatusOf(done)).isEqualTo(done).isNotEqualTo(deployment);
    assertThat(done.withMetadata(META.withUid(new Uid("1"))).status()).isEqualTo(done.status());

    DaemonSet daemons = read(text, DaemonSet.class);
    assertThat(daemons.status()).isEqualTo(DaemonSetStatus.NONE);
    assertThat(daemons.withStatusOf(daemons)).isEqualTo(daemons);
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  @Test
  void aContainerIsInOneState() {
    Terminated end =
        new Terminated(137, "OOMKilled", "", Optional.of(NOW), Optional.of(NOW), "docker://a");

    assertThat(ContainerState.waiting("ErrImagePull", "no").waiting())
        .contains(new ContainerStatus.Waiting("ErrImagePull", "no"));
    assertThat(ContainerState.waiting("ErrImagePull", "no").running()).isEmpty();
    assertThat(ContainerState.running(NOW).running()).contains(new ContainerStatus.Running(NOW));
    assertThat(ContainerState.terminated(end).terminated()).contains(end);
    assertThat(ContainerState.terminated(end).waiting()).isEmpty();
  }
}
