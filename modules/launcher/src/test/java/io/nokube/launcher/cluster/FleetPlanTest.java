package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.launcher.cluster.NodePlan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetPlanTest {
  private final List<NodePlan> nodes = new ArrayList<>();

  private FleetPlanTest node(String name, boolean head, Step... steps) {
    nodes.add(
        new NodePlan(
            new NodeWanted(name, head, head, "a", "e", List.of(), Map.of(), List.of(), "s"),
            List.of(steps)));
    return this;
  }

  private FleetPlan plan() {
    return new FleetPlan(nodes, new Founding(Map.of(), List.of()), List.of());
  }

  private static Step start() {
    return new Step.StartAgent("start", false);
  }

  private static Step replace() {
    return new Step.StartAgent("replace", true);
  }

  @Test
  void newAgentsStartHeadsFirst() {
    node("w1", false, start()).node("h1", true, start()).node("w2", false, start());

    assertThat(plan().starting()).containsExactly(List.of("h1"), List.of("w1", "w2"));
    assertThat(plan().replacing()).isEmpty();
  }

  @Test
  void runningAgentsAreReplacedOneAtATimeHeadsLast() {
    node("h1", true, replace()).node("w1", false, replace()).node("h2", true, replace());

    assertThat(plan().replacing()).containsExactly("w1", "h1", "h2");
    assertThat(plan().starting()).containsExactly(List.of(), List.of());
  }

  @Test
  void filesOfTheEngineAreWrittenLikeTheNodesOwnHeadsFirst() {
    node("w1", false, new Step.Trust("trust", Map.of()))
        .node("h1", true, new Step.Place(List.of()));

    assertThat(plan().placing()).containsExactly(List.of("h1"), List.of("w1"));
  }

  @Test
  void whoOnlyLeavesEtcdIsAChange() {
    node("h1", true).node("h2", true, new Step.LeaveEtcd());

    assertThat(plan().isEmpty()).isFalse();
    assertThat(plan().leavingEtcd()).containsExactly("h2");
  }

  @Test
  void nodesWithoutStepsAreNoChange() {
    node("h1", true).node("w1", false);

    assertThat(plan().isEmpty()).isTrue();
    assertThat(plan().told()).isEmpty();
  }
}
