package io.nokube.kinds.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.Things.NodeBuilder;
import io.nokube.kinds.testing.Things.PodBuilder;
import io.nokube.model.core.Pod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final NodeBuilder node = Things.node("n1").room("1", "1Gi", 3);
  private final List<Pod> there = new ArrayList<>();

  private Admission admission(PodBuilder pod) {
    return Admission.of(node.build(), there, pod.build());
  }

  private static PodBuilder pod() {
    return Things.pod("p").on("n1");
  }

  private static Admission rejected(String reason, String message) {
    return new Admission.Rejected(reason, message);
  }

  @Test
  void whatFitsIsAdmitted() {
    assertThat(admission(pod().requests("1", "1Gi"))).isEqualTo(new Admission.Admitted());
  }

  @Test
  void aPodOfAnotherNodeIsNot() {
    assertThat(admission(Things.pod("p").on("n2")))
        .isEqualTo(
            rejected(
                "NodeName",
                "Predicate NodeName failed: node(s) didn't match the requested node name"));
  }

  @Test
  void tooMuchCpuIsOutOfcpu() {
    there.add(Things.pod("other").on("n1").requests("600m", "1Mi").build());
    assertThat(admission(pod().requests("500m", "1Mi")))
        .isEqualTo(
            rejected(
                "OutOfcpu",
                "Node didn't have enough resource: cpu, requested: 500, used: 600, capacity:"
                    + " 1000"));
  }

  @Test
  void tooMuchMemoryIsOutOfmemory() {
    assertThat(admission(pod().requests("1m", "2Gi")))
        .isEqualTo(
            rejected(
                "OutOfmemory",
                "Node didn't have enough resource: memory, requested: 2147483648, used: 0,"
                    + " capacity: 1073741824"));
  }

  @Test
  void tooManyAreOutOfpods() {
    for (int i = 0; i < 3; i++) {
      there.add(Things.pod("other" + i).on("n1").build());
    }
    assertThat(admission(pod()))
        .isEqualTo(
            rejected(
                "OutOfpods",
                "Node didn't have enough resource: pods, requested: 1, used: 3, capacity: 3"));
  }

  @Test
  void aNodeThatDoesNotMatchIsNodeAffinity() {
    assertThat(admission(pod().selects("disk", "ssd")))
        .isEqualTo(
            rejected(
                "NodeAffinity",
                "Predicate NodeAffinity failed: node(s) didn't match Pod's node"
                    + " affinity/selector"));
  }

  @Test
  void aTakenPortIsNodePorts() {
    there.add(Things.pod("other").on("n1").hostPort(80).build());
    assertThat(admission(pod().hostPort(80)))
        .isEqualTo(
            rejected(
                "NodePorts",
                "Predicate NodePorts failed: node(s) didn't have free ports for the requested"
                    + " pod ports"));
  }

  @Test
  void onlyATaintThatEvictsIsAReason() {
    node.taint("a", "b", "NoSchedule");
    assertThat(admission(pod())).isEqualTo(new Admission.Admitted());
    node.taint("a", "b", "NoExecute");
    assertThat(admission(pod()))
        .isEqualTo(
            rejected(
                "TaintToleration",
                "Predicate TaintToleration failed: node(s) had untolerated taint {a: b}"));
  }

  @Test
  void aSilentNodesTaintIsNoReasonWhereItWasGivenToANodeThatIsWell() {
    node.taint("node.kubernetes.io/unreachable", "", "NoExecute");
    assertThat(admission(pod())).isEqualTo(new Admission.Admitted());
  }

  @Test
  void cordonedOrNotReadyIsNoReason() {
    node.cordoned().silent();
    assertThat(admission(pod())).isEqualTo(new Admission.Admitted());
  }

  @Test
  void thePodItselfAndWhatHasEndedTakeNothing() {
    Pod self = pod().requests("1", "1Gi").build();
    there.add(self);
    there.add(Things.pod("done").on("n1").requests("1", "1Gi").failed("OutOfcpu").build());
    assertThat(Admission.of(node.build(), there, self)).isEqualTo(new Admission.Admitted());
  }
}
