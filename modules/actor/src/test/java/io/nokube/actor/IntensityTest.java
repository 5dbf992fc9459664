package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntensityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Intensity THREE_IN_A_MINUTE = Intensity.of(3, Duration.ofMinutes(1));

  private static Intensity failing(int times, Duration every) {
    return IntStream.range(0, times)
        .mapToObj(i -> NOW.plus(every.multipliedBy(i)))
        .reduce(THREE_IN_A_MINUTE, Intensity::failed, (one, other) -> other);
  }

  @Test
  void asManyAsAreBorneExceedNothing() {
    assertThat(failing(3, Duration.ofSeconds(1)).exceeded()).isFalse();
  }

  @Test
  void oneMoreWithinTheSpanIsTooMany() {
    assertThat(failing(4, Duration.ofSeconds(1)).exceeded()).isTrue();
    assertThat(failing(4, Duration.ofSeconds(19)).exceeded()).isTrue();
  }

  @Test
  void failuresFarApartAreForgotten() {
    Intensity rare = failing(50, Duration.ofSeconds(20));

    assertThat(rare.exceeded()).isFalse();
    assertThat(rare.failures()).hasSize(3);
  }

  @Test
  void whereNoneIsBorneTheFirstIsTooMany() {
    assertThat(Intensity.of(0, Duration.ofMinutes(1)).failed(NOW).exceeded()).isTrue();
  }
}
