package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.host.system.PortChoice;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EtcdPlanTest {

  private static final PortChoice FREE = new PortChoice.Free();
  private static final PortChoice FIXED = new PortChoice.Fixed(2379);

  @Test
  void aFreePortIsChosenOnce() {
    assertThat(EtcdPlan.of(FREE, Optional.empty(), false, any -> true, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(21000));
    assertThat(EtcdPlan.of(FREE, Optional.of(20500), false, any -> true, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(20500));
  }

  @Test
  void aChosenPortThatSomebodyTookIsChosenAnew() {
    assertThat(EtcdPlan.of(FREE, Optional.of(20500), false, port -> port != 20500, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(21000));
  }

  @Test
  void theMembersOwnPortIsNotTakenByItself() {
    assertThat(EtcdPlan.of(FREE, Optional.of(20500), true, any -> false, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(20500));
    assertThat(EtcdPlan.of(FIXED, Optional.of(2379), true, any -> false, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(2379));
  }

  @Test
  void aFixedPortIsTakenIfItIsFree() {
    assertThat(EtcdPlan.of(FIXED, Optional.of(20500), true, any -> true, () -> 21000))
        .isEqualTo(new EtcdPlan.Listen(2379));
  }

  @Test
  void aFixedPortOfSomebodyElseIsNeverReplacedByAnother() {
    assertThat(EtcdPlan.of(FIXED, Optional.of(2379), false, any -> false, () -> 21000))
        .isEqualTo(new EtcdPlan.Taken(2379));
    assertThat(EtcdPlan.of(FIXED, Optional.of(20500), true, any -> false, () -> 21000))
        .isEqualTo(new EtcdPlan.Taken(2379));
  }
}
