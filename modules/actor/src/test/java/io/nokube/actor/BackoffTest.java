package io.nokube.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration RESET = Duration.ofMinutes(10);
  private static final Backoff NEW =
      Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(300), RESET);

  private static Backoff after(int failures) {
    Backoff backoff = NEW;
    for (int i = 0; i < failures; i++) {
      backoff = backoff.failed(NOW, Duration.ZERO);
    }
    return backoff;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 10", "3, 20", "4, 40", "6, 160", "7, 300", "8, 300", "99, 300"})
  void theFirstIsAtOnceThenItDoublesToTheMost(int failures, int seconds) {
    assertThat(after(failures).delay()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aMostThatIsOneOfTheDelaysIsReached() {
    Backoff backoff = Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(40), RESET);
    for (int i = 0; i < 4; i++) {
      backoff = backoff.failed(NOW, Duration.ZERO);
    }

    assertThat(backoff.delay()).isEqualTo(Duration.ofSeconds(40));
    assertThat(backoff.failed(NOW, Duration.ZERO).delay()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void whatWasHealthyLongEnoughBeginsAnew() {
    assertThat(after(5).failed(NOW, RESET).failures()).isEqualTo(1);
    assertThat(after(5).failed(NOW, RESET.minusNanos(1)).failures()).isEqualTo(6);
  }

  @Test
  void whatIsLeftIsCountedFromTheLastFailure() {
    assertThat(NEW.remaining(NOW)).isEqualTo(Duration.ZERO);
    assertThat(after(2).remaining(NOW.plusSeconds(4))).isEqualTo(Duration.ofSeconds(6));
    assertThat(after(2).remaining(NOW.plusSeconds(11))).isEqualTo(Duration.ZERO);
  }
}
