package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.meta.IntOrPercent;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static Bounds bounds(int replicas, String surge, String unavailable) {
    return Bounds.of(Replicas.rolling(replicas, amount(surge), amount(unavailable)));
  }

  private static IntOrPercent amount(String text) {
    return text.endsWith("%") ? IntOrPercent.parse(text) : IntOrPercent.of(Integer.parseInt(text));
  }

  @Test
  void surgeIsRoundedUpAndUnavailableDown() {
    assertThat(bounds(10, "25%", "25%")).isEqualTo(new Bounds(13, 8));
    assertThat(bounds(3, "25%", "25%")).isEqualTo(new Bounds(4, 3));
    assertThat(bounds(1, "25%", "25%")).isEqualTo(new Bounds(2, 1));
  }

  @Test
  void ifBothAreNothingOneMayBeMissing() {
    assertThat(bounds(3, "0", "0")).isEqualTo(new Bounds(3, 2));
    assertThat(bounds(3, "0%", "10%")).isEqualTo(new Bounds(3, 2));
    assertThat(bounds(0, "0", "0")).isEqualTo(new Bounds(0, 0));
  }

  @Test
  void noMoreThanAllMayBeMissing() {
    assertThat(bounds(2, "0", "5")).isEqualTo(new Bounds(2, 0));
  }

  @Test
  void aRecreationKeepsNothing() {
    assertThat(Bounds.of(Replicas.recreate(3))).isEqualTo(new Bounds(3, 0));
  }
}
