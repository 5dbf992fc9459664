package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlackTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.300Z");

  @Test
  void aShortWaitIsKeptTo() {
    assertThat(Slack.from(NOW, Duration.ofMillis(9999))).isEqualTo(Duration.ofMillis(9999));
    assertThat(Slack.from(NOW, Duration.ZERO)).isEqualTo(Duration.ZERO);
  }

  @Test
  void aLongOneEndsWithAWholeSecondAndALongerOneWithMore() {
    assertThat(Slack.from(NOW, Duration.ofSeconds(15))).isEqualTo(Duration.ofMillis(15_700));
    assertThat(Slack.from(NOW, Duration.ofSeconds(40))).isEqualTo(Duration.ofMillis(43_700));
    assertThat(Slack.from(NOW.minusMillis(300), Duration.ofSeconds(300)))
        .isEqualTo(Duration.ofSeconds(304));
  }

  @Test
  void neverSoonerAndLessThanATenthLater() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      var now = Instant.ofEpochMilli(random.nextLong(-1_000_000, 4_000_000_000_000L));
      var wait = Duration.ofMillis(random.nextLong(0, 1_000_000));
      var slack = Slack.from(now, wait);
      assertThat(slack).isGreaterThanOrEqualTo(wait);
      assertThat(slack.minus(wait).multipliedBy(10)).isLessThan(wait.plusMillis(1));
    }
  }

  @Test
  void roundsBeginWithAWholeSecond() {
    assertThat(Slack.toSecond(NOW, Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(3700));
    assertThat(Slack.toSecond(NOW, Duration.ofMillis(700))).isEqualTo(Duration.ofMillis(700));
    assertThat(Slack.toSecond(Instant.EPOCH, Duration.ZERO)).isEqualTo(Duration.ZERO);
  }
}
