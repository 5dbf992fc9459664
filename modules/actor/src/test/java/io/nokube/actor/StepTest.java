package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.WakeAfter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  private static final Effect LATER = new WakeAfter(Duration.ofSeconds(1), "again");
  private static final Effect END = new End();

  @Test
  void effectsKeepTheirOrder() {
    assertThat(Step.to("state", LATER, END)).isEqualTo(new Step<>("state", List.of(LATER, END)));
    assertThat(Step.to("state", List.of(LATER, END)).effects()).containsExactly(LATER, END);
  }

  @Test
  void moreEffectsComeAfterItsOwn() {
    assertThat(Step.to("state", LATER).and(END).effects()).containsExactly(LATER, END);
    assertThat(Step.to("state", END).and(List.of(LATER, LATER)))
        .isEqualTo(new Step<>("state", List.of(END, LATER, LATER)));
  }

  @Test
  void livesOfOnePathAreOrdered() {
    assertThat(new Incarnation(7)).isLessThan(new Incarnation(8)).isGreaterThan(new Incarnation(6));
  }
}
