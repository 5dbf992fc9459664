package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  private Instant wall = BEGIN;
  private long nanos = 7_000;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> nanos);

  private void pass(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  @Test
  void goesWithTheWallClockWhileThatGoesRight() {
    pass(Duration.ofSeconds(3));
    assertThat(clock.instant()).isEqualTo(wall);
    pass(Duration.ofMillis(10));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aJumpOfTheWallClockIsNoPassedTime() {
    wall = wall.plus(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(BEGIN);
    pass(Duration.ofSeconds(50));
    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(51));
    wall = BEGIN;
    pass(Duration.ofSeconds(50));
    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(100));
  }

  @Test
  void neverGoesBackAndComesToTheWallClockInTheEnd() {
    wall = wall.minus(Duration.ofSeconds(2));
    Instant before = clock.instant();
    assertThat(before).isEqualTo(BEGIN);
    pass(Duration.ofSeconds(100));
    assertThat(clock.instant()).isEqualTo(wall).isAfter(before);
    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(wall);
  }
}
