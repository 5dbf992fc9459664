package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuickstartPlanTest {
  @Test
  void eachAgentGetsItsShareOfWhatOneEngineTakesAtOnce() {
    assertThat(
            QuickstartPlan.verticles(
                "engine:\n  starts_at_once: 8\n  follows_at_once: 16\nruntime:\n  starts_at_once: 2\n"))
        .isEqualTo(
            "engine:\n  starts_at_once: 3\n  follows_at_once: 16\nruntime:\n  starts_at_once: 1\n");
  }
}
