package io.nokube.vertx.etcd.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.vertx.etcd.chaos.Plan.Lasting;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void aSeedMakesTheSamePlanAgain() {
    assertThat(plan(7)).isEqualTo(plan(7));
    assertThat(plan(7)).isNotEqualTo(plan(8));
  }

  @Test
  void everyFaultComesAndSomeTogether() {
    var plans = IntStream.range(0, 500).mapToObj(PlanTest::plan).toList();
    assertThat(
            plans.stream()
                .flatMap(plan -> plan.faults().stream())
                .map(Lasting::fault)
                .map(Object::getClass)
                .collect(Collectors.toSet()))
        .hasSameSizeAs(Fault.class.getPermittedSubclasses());
    assertThat(plans).anyMatch(plan -> plan.faults().size() == 3);
  }

  @Test
  void etcdIsNeverKilledAndPausedAtOnceNorHeldSo() {
    assertThat(IntStream.range(0, 500).mapToObj(PlanTest::plan))
        .allSatisfy(plan ->
            assertThat(
                    plan.faults().stream()
                        .map(Lasting::fault)
                        .filter(fault ->
                            fault instanceof Fault.EtcdKilled || fault instanceof Fault.EtcdPaused))
                .hasSizeLessThanOrEqualTo(plan.held() ? 0 : 1));
  }

  private static Plan plan(int seed) {
    return Plan.by(new SplittableRandom(seed), 4, 8);
  }
}
