package io.nokube.kinds.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.agent.EngineHealth.Word;
import io.nokube.kinds.testing.Things;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnNodeTest {
  private static final Instant NOW = Things.T0.plusSeconds(100);
  private static final Word ANSWERS = new Word.Answers("docker://2");
  private static final Word DOWN = new Word.Down("nobody listens");
  private static final Condition DISK = Condition.of("DiskPressure", true, Things.T0, "", "");
  private static final Condition READY =
      Condition.of(
          "Ready", true, Things.T0, "AgentReady", "the node's agent and its engine answer");
  private static final Condition NOT_READY =
      Condition.of("Ready", false, Things.T0, "ContainerRuntimeDown", "nobody listens");
  private static final Condition UNKNOWN =
      new Condition("Ready", "Unknown", Optional.empty(), Optional.of(Things.T0), "", "");
  private static final Node COMPOSED = stored("");

  private static Node stored(String engine, Condition... conditions) {
    Node node = Things.node("n1").build();
    return node.withStatus(
        new NodeStatus(
            node.status().capacity(),
            node.status().allocatable(),
            List.of(conditions),
            List.of(),
            new NodeSystemInfo("amd64", "linux", "Debian", "6.1", engine, "1.0")));
  }

  private static Optional<NodeStatus> news(Word engine, Node stored) {
    return OwnNode.news(COMPOSED, stored, engine, NOW);
  }

  private static List<Condition> conditions(Word engine, Condition... before) {
    return news(engine, stored("docker://1", before)).orElseThrow().conditions();
  }

  private static String version(Word engine, String before) {
    return news(engine, stored(before)).orElseThrow().nodeInfo().containerRuntimeVersion();
  }

  private static Condition since(Instant since, Condition it) {
    return Condition.of(it.type(), it.holds(), since, it.reason(), it.message());
  }

  @Test
  void beforeTheEngineWasAskedNothingIsSaidOfIt() {
    Word none = new Word.None();
    assertThat(news(none, stored("docker://1", READY))).isEmpty();
    assertThat(news(none, stored("docker://1", UNKNOWN, DISK))).isEmpty();
  }

  @Test
  void aNodeWhoseEngineAnswersIsReadyWithItsVersion() {
    assertThat(conditions(ANSWERS)).containsExactly(since(NOW, READY));
    assertThat(version(ANSWERS, "")).isEqualTo("docker://2");
    assertThat(version(ANSWERS, "docker://1")).isEqualTo("docker://2");
  }

  @Test
  void aNodeWhoseEngineIsDownIsNotReadyAndSaysWhy() {
    assertThat(conditions(DOWN, READY)).containsExactly(since(NOW, NOT_READY));
  }

  @Test
  void anEngineThatIsDownKeepsItsVersion() {
    assertThat(version(DOWN, "docker://1")).isEqualTo("docker://1");
    assertThat(version(DOWN, "")).isEmpty();
  }

  @Test
  void whatWasSaidAlreadyIsNoNews() {
    assertThat(news(ANSWERS, stored("docker://2", READY))).isEmpty();
    assertThat(news(DOWN, stored("docker://1", NOT_READY))).isEmpty();
  }

  @Test
  void anotherReasonKeepsTheTimeSinceWhenItIsSo() {
    assertThat(conditions(new Word.Down("it hangs"), NOT_READY))
        .containsExactly(
            Condition.of("Ready", false, Things.T0, "ContainerRuntimeDown", "it hangs"));
  }

  @Test
  void aNodeThatWasThoughtToBeSilentSaysHowItIs() {
    assertThat(conditions(ANSWERS, UNKNOWN)).containsExactly(since(NOW, READY));
    assertThat(conditions(DOWN, UNKNOWN)).containsExactly(since(NOW, NOT_READY));
  }

  @Test
  void otherConditionsStay() {
    assertThat(conditions(DOWN, DISK, READY)).containsExactly(DISK, since(NOW, NOT_READY));
    assertThat(news(ANSWERS, stored("docker://2", READY, DISK))).isEmpty();
  }

  @Test
  void labelsAndTaintsThatLeftTheConfigurationGoAndThoseOfUsersStay() {
    Node before = OwnNode.noting(configured(Map.of("disk", "ssd", "zone", "a"), taint("old", "x")));
    Node used =
        new Node(
            before.metadata().withLabels(Map.of("disk", "ssd", "zone", "a", "mine", "1")),
            new NodeSpec(true, List.of(taint("old", "x"), taint("mine", "y"))),
            before.status());
    Node after = OwnNode.noting(configured(Map.of("disk", "hdd"), taint("new", "z")));

    Node node = OwnNode.configured(after, used).orElseThrow();

    assertThat(node.metadata().labels()).isEqualTo(Map.of("disk", "hdd", "mine", "1"));
    assertThat(node.spec().taints())
        .containsExactlyInAnyOrder(taint("new", "z"), taint("mine", "y"));
    assertThat(node.spec().unschedulable()).isTrue();
    assertThat(OwnNode.configured(after, node)).isEmpty();
  }

  private static Node configured(Map<String, String> labels, Taint... taints) {
    Node node = Things.node("n1").build();
    return new Node(
        node.metadata().withLabels(labels), new NodeSpec(false, List.of(taints)), node.status());
  }

  private static Taint taint(String key, String value) {
    return new Taint(key, value, "NoSchedule");
  }
}
