package io.nokube.etcd.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda();

  @Test
  void whatIsDueLongestComesFirst() {
    agenda.at("a", 20);
    agenda.at("b", 10);

    assertThat(agenda.next(5)).isEmpty();
    assertThat(agenda.next(30)).contains("b");
  }

  @Test
  void whatIsBlockedIsLookedAtWhenAnotherChangesSomethingAndInAnyCaseLater() {
    agenda.blocked("a", 100);
    assertThat(agenda.next(50)).isEmpty();
    assertThat(agenda.next(100)).contains("a");

    agenda.unblock(50);
    assertThat(agenda.next(50)).contains("a");
  }

  @Test
  void whatWaitsByItselfIsNotWokenByOthers() {
    agenda.at("a", 100);
    agenda.unblock(50);

    assertThat(agenda.next(50)).isEmpty();
  }

  @Test
  void itIsIdleUntilTheNextIsDue() {
    assertThat(agenda.idle(0, Duration.ofNanos(50))).isEqualTo(Duration.ofNanos(50));
    agenda.at("a", 20);
    assertThat(agenda.idle(5, Duration.ofNanos(50))).isEqualTo(Duration.ofNanos(15));
    assertThat(agenda.idle(25, Duration.ofNanos(50))).isZero();
    agenda.settled("a");
    assertThat(agenda.idle(25, Duration.ofNanos(50))).isEqualTo(Duration.ofNanos(50));
  }
}
