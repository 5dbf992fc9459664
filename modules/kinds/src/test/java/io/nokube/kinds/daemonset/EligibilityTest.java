package io.nokube.kinds.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.Things.NodeBuilder;
import io.nokube.kinds.testing.Things.PodBuilder;
import org.junit.jupiter.api.Test;

class EligibilityTest {
  private final NodeBuilder node = Things.node("n1");
  private final PodBuilder pod = Things.pod("logs");

  private Eligibility eligibility() {
    return Eligibility.of(pod.build().spec(), node.build());
  }

  @Test
  void aNodeRunsIt() {
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void aNodeWithOtherLabelsDoesNot() {
    pod.selects("disk", "ssd");
    assertThat(eligibility()).isEqualTo(Eligibility.NOT);
    node.label("disk", "ssd");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void aSilentNodeDoesAndACordonedOneToo() {
    node.silent().cordoned();
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void aNodeTaintedNoScheduleKeepsWhatItHas() {
    node.taint("dedicated", "db", "NoSchedule");
    assertThat(eligibility()).isEqualTo(Eligibility.KEEPS);
    pod.tolerates("dedicated", "");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void aNodeTaintedNoExecuteKeepsNothing() {
    node.taint("dedicated", "db", "NoExecute");
    assertThat(eligibility()).isEqualTo(Eligibility.NOT);
  }

  @Test
  void aTaintThatOnlyPrefersIsNoObstacle() {
    node.taint("dedicated", "db", "PreferNoSchedule");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void pressureAndUnreachabilityAreTolerated() {
    node.taint("node.kubernetes.io/disk-pressure", "", "NoSchedule")
        .taint("node.kubernetes.io/unreachable", "", "NoExecute");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void taintsOfANodesConditionCountByTheConditionAlone() {
    node.taint("node.kubernetes.io/not-ready", "", "NoSchedule");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
    node.taint("node.kubernetes.io/unreachable", "", "PreferNoSchedule")
        .taint("node.kubernetes.io/unreachable", "", "NoSchedule");
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }

  @Test
  void aMissingNetworkIsToleratedOnlyOnTheHostsNetwork() {
    node.taint("node.kubernetes.io/network-unavailable", "", "NoSchedule");
    assertThat(eligibility()).isEqualTo(Eligibility.KEEPS);
    pod.hostNetwork();
    assertThat(eligibility()).isEqualTo(Eligibility.RUNS);
  }
}
