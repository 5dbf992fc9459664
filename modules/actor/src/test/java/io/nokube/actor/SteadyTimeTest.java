package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long SECOND = 1_000_000_000;
  private final SteadyTime begun = new SteadyTime(NOON, 5 * SECOND);

  @Test
  void itGoesWithTheClock() {
    assertThat(begun.at(NOON.plusSeconds(3), 8 * SECOND).shown()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void aClockThatJumpsAheadDoesNotMakeASecondLong() {
    Instant shown = begun.at(NOON.plusSeconds(3600), 55 * SECOND).shown();
    assertThat(Duration.between(NOON, shown)).isEqualTo(Duration.ofSeconds(51));
  }

  @Test
  void aClockThatJumpsBackDoesNotMakeItGoBack() {
    Instant shown = begun.at(NOON.minusSeconds(3600), 55 * SECOND).shown();
    assertThat(Duration.between(NOON, shown)).isEqualTo(Duration.ofSeconds(49));
  }

  @Test
  void itIsRightAgainInFiftyTimesTheJump() {
    SteadyTime time = begun;
    for (int i = 1; i <= 3001; i++) {
      time = time.at(NOON.plusSeconds(60 + i), (5 + i) * SECOND);
    }
    assertThat(time.shown()).isEqualTo(NOON.plusSeconds(60 + 3001));
  }

  @Test
  void aCounterThatGoesBackChangesNothing() {
    assertThat(begun.at(NOON.plusSeconds(60), SECOND)).isEqualTo(begun);
  }
}
