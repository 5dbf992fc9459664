package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionOrderTest {
  private final List<Replica> pods = new ArrayList<>();

  private void pod(
      String name, Stage stage, String node, int cost, int readyAt, int restarts, int createdAt) {
    pods.add(
        new Replica(
            name,
            new Uid(name),
            "rev",
            stage,
            Optional.of(new NodeName(node)),
            cost,
            stage.ready() ? Optional.of(Things.T0.plusSeconds(readyAt)) : Optional.empty(),
            restarts,
            Things.T0.plusSeconds(createdAt)));
  }

  private List<String> order() {
    return pods.stream().sorted(DeletionOrder.among(pods)).map(Replica::name).toList();
  }

  @Test
  void whatDoesLeastGoesFirst() {
    pod("available", Stage.AVAILABLE, "n1", 0, 0, 0, 0);
    pod("ready", Stage.READY, "n1", 0, 0, 0, 0);
    pod("unready", Stage.UNREADY, "n1", 0, 0, 0, 0);
    pod("unknown", Stage.UNKNOWN, "n1", 0, 0, 0, 0);
    pod("pending", Stage.PENDING, "n1", 0, 0, 0, 0);
    pod("unassigned", Stage.UNASSIGNED, "n1", 0, 0, 0, 0);
    assertThat(order())
        .containsExactly("unassigned", "pending", "unknown", "unready", "ready", "available");
  }

  @Test
  void thenWhatCostsLeast() {
    pod("dear", Stage.AVAILABLE, "n1", 10, 0, 0, 0);
    pod("cheap", Stage.AVAILABLE, "n2", -10, 0, 0, 0);
    assertThat(order()).containsExactly("cheap", "dear");
  }

  @Test
  void thenWhatSharesItsNodeWithMost() {
    pod("alone", Stage.AVAILABLE, "n1", 0, 9, 0, 9);
    pod("one", Stage.AVAILABLE, "n2", 0, 0, 0, 0);
    pod("two", Stage.AVAILABLE, "n2", 0, 0, 0, 1);
    assertThat(order()).containsExactly("two", "one", "alone");
  }

  @Test
  void thenWhatGotReadyLast() {
    pod("early", Stage.AVAILABLE, "n1", 0, 1, 0, 5);
    pod("late", Stage.AVAILABLE, "n2", 0, 2, 0, 0);
    assertThat(order()).containsExactly("late", "early");
  }

  @Test
  void thenWhatRestartedMost() {
    pod("calm", Stage.UNREADY, "n1", 0, 0, 1, 5);
    pod("restless", Stage.UNREADY, "n2", 0, 0, 7, 0);
    assertThat(order()).containsExactly("restless", "calm");
  }

  @Test
  void thenTheYoungest() {
    pod("old", Stage.UNREADY, "n1", 0, 0, 0, 0);
    pod("young", Stage.UNREADY, "n2", 0, 0, 0, 5);
    assertThat(order()).containsExactly("young", "old");
  }
}
