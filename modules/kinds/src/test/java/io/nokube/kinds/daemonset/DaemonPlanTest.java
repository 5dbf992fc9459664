package io.nokube.kinds.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.daemonset.Daemon.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.apps.DaemonSetSpec.UpdateType;
import io.nokube.model.meta.IntOrPercent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DaemonPlanTest {
  private final SortedMap<NodeName, Eligibility> nodes = new TreeMap<>();
  private final List<Daemon> pods = new ArrayList<>();
  private DaemonSetSpec spec = Things.daemonSet("logs").spec();

  private void nodes(String... names) {
    Arrays.stream(names).forEach(name -> node(name, Eligibility.RUNS));
  }

  private void node(String name, Eligibility eligibility) {
    nodes.put(new NodeName(name), eligibility);
  }

  private void pod(String node, String revision, Stage stage) {
    String name = "logs-" + node + (pods.isEmpty() ? "" : "-" + pods.size());
    pods.add(new Daemon(name, new Uid(name), new NodeName(node), revision, stage, Things.T0));
  }

  private void maxUnavailable(IntOrPercent most) {
    spec = Things.maxUnavailable(Things.daemonSet("logs"), most).spec();
  }

  private List<String> created() {
    return plan().create().stream().map(NodeName::text).toList();
  }

  private List<String> deletedOn() {
    return plan().delete().stream().map(daemon -> daemon.node().text()).toList();
  }

  private DaemonPlan plan() {
    return DaemonPlan.of(spec, "new", nodes, pods);
  }

  @Test
  void everyNodeThatRunsItGetsOne() {
    nodes("n2", "n1");
    node("n3", Eligibility.NOT);
    node("n4", Eligibility.KEEPS);
    assertThat(created()).containsExactly("n1", "n2");
  }

  @Test
  void aNodeThatHasOneGetsNoOther() {
    nodes("n1", "n2");
    pod("n1", "new", Stage.UNREADY);
    assertThat(created()).containsExactly("n2");
    assertThat(deletedOn()).isEmpty();
  }

  @Test
  void aNodeThatIsNoLongerEligibleLosesIt() {
    nodes("n1");
    node("n2", Eligibility.NOT);
    node("n3", Eligibility.KEEPS);
    pod("n1", "new", Stage.AVAILABLE);
    pod("n2", "new", Stage.AVAILABLE);
    pod("n3", "new", Stage.AVAILABLE);
    assertThat(deletedOn()).containsExactly("n2");
  }

  @Test
  void aPodOfANodeThatIsNoMoreIsDeleted() {
    pod("n9", "new", Stage.AVAILABLE);
    assertThat(deletedOn()).containsExactly("n9");
  }

  @Test
  void anEndedPodIsDeletedAndItsSuccessorWaitsUntilItIsGone() {
    nodes("n1");
    pod("n1", "new", Stage.ENDED);
    assertThat(deletedOn()).containsExactly("n1");
    assertThat(created()).isEmpty();
  }

  @Test
  void aLeavingPodStillHasItsName() {
    nodes("n1");
    pod("n1", "old", Stage.LEAVING);
    assertThat(plan()).isEqualTo(new DaemonPlan(List.of(), List.of()));
  }

  @Test
  void ofTwoOnOneNodeTheAvailableOneStays() {
    nodes("n1");
    pod("n1", "new", Stage.UNREADY);
    pod("n1", "new", Stage.AVAILABLE);
    assertThat(plan().delete()).containsExactly(pods.getFirst());
  }

  @Test
  void oldPodsGoOneByOne() {
    nodes("n1", "n2", "n3");
    for (String node : List.of("n1", "n2", "n3")) {
      pod(node, "old", Stage.AVAILABLE);
    }
    assertThat(deletedOn()).containsExactly("n1");
  }

  @Test
  void nothingGoesWhileANewOneIsNotAvailable() {
    nodes("n1", "n2", "n3");
    pod("n1", "new", Stage.READY);
    pod("n2", "old", Stage.AVAILABLE);
    pod("n3", "old", Stage.AVAILABLE);
    assertThat(deletedOn()).isEmpty();
  }

  @Test
  void oldPodsThatAreUnavailableGoAlwaysAndFirst() {
    nodes("n1", "n2", "n3");
    pod("n1", "old", Stage.AVAILABLE);
    pod("n2", "old", Stage.UNREADY);
    pod("n3", "old", Stage.UNREADY);
    assertThat(deletedOn()).containsExactly("n2", "n3");
  }

  @Test
  void aPercentageOfTheNodesIsRoundedUp() {
    maxUnavailable(IntOrPercent.parse("34%"));
    nodes("n1", "n2", "n3", "n4");
    for (String node : List.of("n1", "n2", "n3", "n4")) {
      pod(node, "old", Stage.AVAILABLE);
    }
    assertThat(deletedOn()).containsExactly("n1", "n2");
  }

  @Test
  void onDeleteReplacesNothingByItself() {
    spec =
        new DaemonSetSpec(
            spec.selector(),
            spec.template(),
            new DaemonSetSpec.UpdateStrategy(UpdateType.ON_DELETE, java.util.Optional.empty()),
            0);
    nodes("n1");
    pod("n1", "old", Stage.UNREADY);
    assertThat(plan().isNothing()).isTrue();
  }

  @Test
  void anOldPodThatCouldNotBeReplacedStays() {
    nodes("n1");
    node("n2", Eligibility.KEEPS);
    pod("n1", "new", Stage.AVAILABLE);
    pod("n2", "old", Stage.AVAILABLE);
    assertThat(plan().isNothing()).isTrue();
  }
}
