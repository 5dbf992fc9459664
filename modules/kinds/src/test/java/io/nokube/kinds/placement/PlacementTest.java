package io.nokube.kinds.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Affinities;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.Things.NodeBuilder;
import io.nokube.kinds.testing.Things.PodBuilder;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Toleration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private final List<Node> nodes = new ArrayList<>();
  private final List<Pod> pods = new ArrayList<>();
  private final Random chance = new Random(1);

  private void nodes(NodeBuilder... builders) {
    for (NodeBuilder builder : builders) {
      nodes.add(builder.build());
    }
  }

  private void there(PodBuilder... builders) {
    for (PodBuilder builder : builders) {
      pods.add(builder.build());
    }
  }

  private String chosen(PodBuilder pod) {
    return switch (Placement.of(pod.build(), nodes, pods, chance)) {
      case Placement.Chosen(var node) -> node.text();
      case Placement.NoFit(String message) -> message;
    };
  }

  private static NodeBuilder node(String name) {
    return Things.node(name);
  }

  private static PodBuilder pod() {
    return Things.pod("p");
  }

  @Nested
  class Refuses {
    @Test
    void everythingWithoutNodes() {
      assertThat(chosen(pod())).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void aNodeThatIsNotReady() {
      nodes(node("n1").notReady(), node("n2").silent());
      assertThat(chosen(pod()))
          .isEqualTo(
              "0/2 nodes are available: 1 node(s) had untolerated taint"
                  + " {node.kubernetes.io/not-ready: }, 1 node(s) had untolerated taint"
                  + " {node.kubernetes.io/unreachable: }.");
    }

    @Test
    void aSilentNodeUnlessItsTaintsAreToleratedBoth() {
      nodes(node("n1").silent());
      String unreachable = "node.kubernetes.io/unreachable";
      assertThat(chosen(pod().tolerates(unreachable, "NoExecute"))).contains("untolerated taint");
      assertThat(chosen(pod().tolerates(unreachable, "NoSchedule"))).contains("untolerated taint");
      assertThat(chosen(pod().tolerates(unreachable, ""))).isEqualTo("n1");
    }

    @Test
    void aCordonedNodeUnlessTolerated() {
      nodes(node("n1").cordoned());
      assertThat(chosen(pod())).isEqualTo("0/1 nodes are available: 1 node(s) were unschedulable.");
      assertThat(chosen(pod().tolerates("node.kubernetes.io/unschedulable", "NoSchedule")))
          .isEqualTo("n1");
    }

    @Test
    void anotherNodeThanTheNamedOne() {
      nodes(node("n1"));
      assertThat(chosen(pod().on("n2")))
          .isEqualTo("0/1 nodes are available: 1 node(s) didn't match the requested node name.");
    }

    @Test
    void anUntoleratedTaintByItsName() {
      nodes(node("n1").taint("disk", "slow", "NoSchedule"));
      assertThat(chosen(pod()))
          .isEqualTo("0/1 nodes are available: 1 node(s) had untolerated taint {disk: slow}.");
      assertThat(chosen(pod().tolerates("disk", "NoSchedule"))).isEqualTo("n1");
      assertThat(
              chosen(
                  pod().tolerates(new Toleration("disk", "Equal", "fast", "", Optional.empty()))))
          .contains("untolerated");
    }

    @Test
    void aNodeThatTheSelectorDoesNotMatch() {
      nodes(node("n1").label("disk", "hdd"));
      assertThat(chosen(pod().selects("disk", "ssd")))
          .isEqualTo(
              "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
      assertThat(chosen(pod().selects("disk", "hdd"))).isEqualTo("n1");
    }

    @Test
    void aNodeThatNoRequiredTermMatches() {
      nodes(node("n1").label("zone", "a"), node("n2").label("zone", "b"));
      assertThat(chosen(pod().affinity(Affinities.required("zone", "In", "b", "c"))))
          .isEqualTo("n2");
      assertThat(chosen(pod().affinity(Affinities.required("zone", "In", "c"))))
          .contains("2 node(s) didn't match Pod's node affinity/selector");
    }

    @Test
    void everyNodeIfATermIsEmpty() {
      nodes(node("n1"));
      assertThat(chosen(pod().affinity(Affinities.requiredNothing())))
          .contains("affinity/selector");
    }

    @Test
    void aNodeByItsNameField() {
      nodes(node("n1"), node("n2"));
      assertThat(chosen(pod().affinity(Affinities.requiredName("n2")))).isEqualTo("n2");
    }

    @Test
    void aNodeWithoutRoomAndSaysOfWhat() {
      nodes(node("n1").room("1", "1Gi", 1));
      there(Things.pod("other").on("n1").requests("600m", "600Mi"));
      assertThat(chosen(pod().requests("500m", "500Mi")))
          .isEqualTo(
              "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many"
                  + " pods.");
    }

    @Test
    void nothingForWhatIsNotRequested() {
      nodes(node("n1").room("1", "1Gi", 5));
      there(Things.pod("other").on("n1").requests("2", "2Gi"));
      assertThat(chosen(pod())).isEqualTo("n1");
    }

    @Test
    void aPortThatIsTaken() {
      nodes(node("n1"));
      there(Things.pod("other").on("n1").hostPort(80));
      assertThat(chosen(pod().hostPort(80)))
          .isEqualTo(
              "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod"
                  + " ports.");
      assertThat(chosen(pod().hostPort(81))).isEqualTo("n1");
      assertThat(chosen(pod().hostPort(80, "", "UDP"))).isEqualTo("n1");
    }

    @Test
    void aPortOnAnAddressOnlyWhereItIsTaken() {
      nodes(node("n1"));
      there(Things.pod("other").on("n1").hostPort(80, "127.0.0.2", "TCP"));
      assertThat(chosen(pod().hostPort(80, "127.0.0.3", "TCP"))).isEqualTo("n1");
      assertThat(chosen(pod().hostPort(80, "127.0.0.2", "TCP"))).contains("free ports");
      assertThat(chosen(pod().hostPort(80, "0.0.0.0", "TCP"))).contains("free ports");
    }

    @Test
    void eachNodeForItsOwnReasonCounted() {
      nodes(
          node("n1").taint("key", "value", "NoExecute"),
          node("n2").room("1", "1Gi", 10),
          node("n3").room("1", "1Gi", 10));
      assertThat(chosen(pod().requests("2", "1Mi")))
          .isEqualTo(
              "0/3 nodes are available: 1 node(s) had untolerated taint {key: value}, 2"
                  + " Insufficient cpu.");
    }
  }

  @Nested
  class Counts {
    @Test
    void nothingForWhatHasEnded() {
      nodes(node("n1").room("1", "1Gi", 1));
      there(Things.pod("done").on("n1").requests("1", "1Gi").succeeded());
      assertThat(chosen(pod().requests("1", "1Gi"))).isEqualTo("n1");
    }

    @Test
    void whatIsStillLeaving() {
      nodes(node("n1").room("1", "1Gi", 10));
      there(Things.pod("leaving").on("n1").requests("1", "1Mi").deleting());
      assertThat(chosen(pod().requests("1", "1Mi"))).contains("Insufficient cpu");
    }

    @Test
    void aNodeThatIsExactlyFilled() {
      nodes(node("n1").room("1", "1Gi", 2));
      there(Things.pod("half").on("n1").requests("500m", "512Mi"));
      assertThat(chosen(pod().requests("500m", "512Mi"))).isEqualTo("n1");
    }
  }

  @Nested
  class Prefers {
    @Test
    void theHighestWeightBeforeFewSiblings() {
      var web = Things.deployment("web", 2);
      nodes(node("n1").label("disk", "ssd"), node("n2"));
      there(Things.pod("sibling").ownedBy(web).on("n1"));
      PodBuilder pod = pod().ownedBy(web).affinity(Affinities.preferred(10, "disk", "ssd"));
      assertThat(chosen(pod)).isEqualTo("n1");
    }

    @Test
    void weightsThatAddUp() {
      nodes(
          node("n1").label("disk", "ssd"),
          node("n2").label("disk", "ssd").label("zone", "a"),
          node("n3").label("zone", "a"));
      PodBuilder pod = pod().affinity(Affinities.preferred(10, "disk", "ssd", 5, "zone", "a"));
      assertThat(chosen(pod)).isEqualTo("n2");
    }

    @Test
    void aNodeWithoutATaintThatAsksToStayAway() {
      nodes(node("n1").taint("busy", "", "PreferNoSchedule"), node("n2"));
      assertThat(chosen(pod())).isEqualTo("n2");
    }

    @Test
    void fewSiblingsBeforeChance() {
      var web = Things.deployment("web", 2);
      nodes(node("n1"), node("n2"), node("n3"));
      there(
          Things.pod("a").ownedBy(web).on("n1"),
          Things.pod("b").ownedBy(web).on("n3"),
          Things.pod("c").on("n2"));
      assertThat(chosen(pod().ownedBy(web))).isEqualTo("n2");
    }

    @Test
    void anyOfEquals() {
      nodes(node("n1"), node("n2"), node("n3"));
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 50; i++) {
        seen.add(chosen(pod()));
      }
      assertThat(seen).containsExactlyInAnyOrder("n1", "n2", "n3");
    }
  }
}
