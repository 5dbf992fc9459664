package io.nokube.model.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.meta.Condition;
import io.nokube.model.meta.ObjectMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeTaintsTest {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
  private static final Taint OWN = new Taint("disk", "slow", "NoSchedule");

  private static Node node(String ready, boolean cordoned, Taint... taints) {
    return node(
        List.of(new Condition("Ready", ready, Optional.empty(), Optional.of(SINCE), "", "")),
        cordoned,
        taints);
  }

  private static Node node(List<Condition> conditions, boolean cordoned, Taint... taints) {
    return new Node(
        ObjectMeta.named("", "n1"),
        new NodeSpec(cordoned, List.of(taints)),
        new NodeStatus(
            Map.of(), Map.of(), conditions, List.of(), NodeStatus.NodeSystemInfo.UNKNOWN));
  }

  private static Taint since(String name, String effect) {
    return new Taint("node.kubernetes.io/" + name, "", effect, Optional.of(SINCE));
  }

  private static List<Taint> shown(Node node) {
    return NodeTaints.shown(node).spec().taints();
  }

  @Test
  void aReadyNodeHasNoneOfItsOwn() {
    assertThat(shown(node("True", false))).isEmpty();
    assertThat(shown(node("True", false, OWN))).containsExactly(OWN);
  }

  @Test
  void aSilentNodeTakesNoPodsAndIsToLoseThoseItHas() {
    assertThat(shown(node("Unknown", false)))
        .containsExactly(since("unreachable", "NoSchedule"), since("unreachable", "NoExecute"));
  }

  @Test
  void aNodeThatIsNotReadyTakesNoPodsAndKeepsThoseItHas() {
    assertThat(shown(node("False", false))).containsExactly(since("not-ready", "NoSchedule"));
  }

  @Test
  void aNodeOfWhichNothingIsSaidYetIsNotReady() {
    assertThat(shown(node(List.of(), false)))
        .containsExactly(new Taint("node.kubernetes.io/not-ready", "", "NoSchedule"));
  }

  @Test
  void otherConditionsSayNothingOfIt() {
    Condition ready = Condition.of("Ready", true, SINCE, "", "");
    Condition other = Condition.of("DiskPressure", false, SINCE, "", "");
    assertThat(shown(node(List.of(other, ready), false))).isEmpty();
  }

  @Test
  void aCordonedNodeSaysSo() {
    assertThat(shown(node("True", true))).containsExactly(NodeTaints.CORDON);
    assertThat(shown(node("False", true, OWN)))
        .containsExactly(OWN, NodeTaints.CORDON, since("not-ready", "NoSchedule"));
  }

  @Test
  void whatFollowsFromOtherFieldsIsNotStored() {
    Node silent = NodeTaints.shown(node("Unknown", true, OWN));
    assertThat(NodeTaints.stored(silent)).isEqualTo(node("Unknown", true, OWN));
  }

  @Test
  void nobodyCanGiveThemToANodeThatIsWell() {
    Node forged = node("True", false, since("unreachable", "NoExecute"), OWN);
    assertThat(shown(forged)).containsExactly(OWN);
    assertThat(NodeTaints.stored(forged)).isEqualTo(node("True", false, OWN));
  }

  @Test
  void whatCannotFollowFromHowANodeIsStaysAsItWasGiven() {
    Taint valued = new Taint("node.kubernetes.io/unschedulable", "maint", "NoSchedule");
    Taint stronger = new Taint("node.kubernetes.io/not-ready", "", "NoExecute");
    Taint weaker = since("unreachable", "PreferNoSchedule");
    Node given = node("True", false, valued, stronger, weaker);
    assertThat(NodeTaints.stored(given)).isEqualTo(given);
  }

  @Test
  void theirKeysAreReserved() {
    assertThat(NodeTaints.isReserved("node.kubernetes.io/not-ready")).isTrue();
    assertThat(NodeTaints.isReserved("node.kubernetes.io/unreachable")).isTrue();
    assertThat(NodeTaints.isReserved("node.kubernetes.io/unschedulable")).isTrue();
    assertThat(NodeTaints.isReserved("node.kubernetes.io/disk-pressure")).isFalse();
  }

  @Test
  void whatIsShownTwiceIsShownOnce() {
    Node silent = NodeTaints.shown(node("Unknown", false, OWN));
    assertThat(NodeTaints.shown(silent)).isEqualTo(silent);
  }
}
