package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.Things.PodBuilder;
import io.nokube.model.core.Pod;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private static Stage stage(PodBuilder pod) {
    return Replica.of(pod.build(), 10, Things.T0.plusSeconds(60)).stage();
  }

  private static PodBuilder pod() {
    return Things.pod("p");
  }

  @Test
  void aPodGoesThroughItsStages() {
    assertThat(stage(pod())).isEqualTo(Stage.UNASSIGNED);
    assertThat(stage(pod().on("n1"))).isEqualTo(Stage.PENDING);
    assertThat(stage(pod().on("n1").unready())).isEqualTo(Stage.UNREADY);
    assertThat(stage(pod().on("n1").ready(Things.T0.plusSeconds(51)))).isEqualTo(Stage.READY);
    assertThat(stage(pod().on("n1").ready(Things.T0.plusSeconds(50)))).isEqualTo(Stage.AVAILABLE);
    assertThat(stage(pod().on("n1").failed("OutOfcpu"))).isEqualTo(Stage.ENDED);
    assertThat(stage(pod().on("n1").succeeded())).isEqualTo(Stage.ENDED);
    assertThat(stage(pod().on("n1").ready(Things.T0).deleting())).isEqualTo(Stage.LEAVING);
  }

  @Test
  void itsCostIsItsAnnotationIfThatIsANumber() {
    assertThat(cost("-5")).isEqualTo(-5);
    assertThat(cost("much")).isZero();
    assertThat(cost("99999999999")).isZero();
    assertThat(Replica.of(pod().build(), 0, Things.T0).cost()).isZero();
  }

  @Test
  void oneThatIsToMoveCountsAsOld() {
    Pod pod = pod().build();
    Pod moving = pod.withMetadata(pod.metadata().withAnnotations(Map.of(Replica.MOVE, "")));

    assertThat(Replica.of(moving, 0, Things.T0).revision())
        .isNotEqualTo(Replica.of(pod, 0, Things.T0).revision());
  }

  private static int cost(String text) {
    Pod pod = pod().build();
    Map<String, String> annotations = Map.of("controller.kubernetes.io/pod-deletion-cost", text);
    return Replica.of(pod.withMetadata(pod.metadata().withAnnotations(annotations)), 0, Things.T0)
        .cost();
  }
}
