package io.nokube.actor.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.isolation.Times.Duty;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final Duration FIRST = Duration.ofSeconds(4);
  private static final Optional<Long> LEASE = Optional.of(1L);
  private static final Optional<Incarnation> CLAIMED = Optional.of(new Incarnation(5));
  private static final Optional<Duration> JUST = Optional.of(Duration.ZERO);

  /// TERM after 23 s, KILL after 54 s.
  private final Times times =
      Times.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(50),
          Duration.ofSeconds(31),
          Duration.ofSeconds(5));

  private final Guard<Long> fresh = Guard.begin(times, Optional.empty(), 0, FIRST);
  private final Guard<Long> seated = fresh.seen(at(1), LEASE, JUST, CLAIMED);

  private static long at(long second) {
    return Duration.ofSeconds(second).toNanos();
  }

  @Test
  void servesForAMomentWithoutKnowingAnything() {
    assertThat(fresh.due(at(3))).isEqualTo(new Duty.Serve());
    assertThat(fresh.due(at(4))).isInstanceOf(Duty.End.class);
  }

  @Test
  void goesOnFromWhatWasLeft() {
    Optional<Renewals<Long>> left = Renewals.of("boot " + at(2), "boot");
    Guard<Long> successor = Guard.begin(times, left, at(60), FIRST);
    assertThat(successor.due(at(60))).isEqualTo(new Duty.Kill());
  }

  @Test
  void countsFromWhenTheLastRenewalWasSent() {
    Guard<Long> later = seated.seen(at(10), LEASE, Optional.of(Duration.ofSeconds(2)), CLAIMED);
    assertThat(later.due(at(30))).isEqualTo(new Duty.Serve());
    assertThat(later.due(at(31))).isInstanceOf(Duty.End.class);
  }

  @Test
  void aLeaseCountsForNothingBeforeTheSeatIsClaimedUnderIt() {
    assertThat(fresh.seen(at(3), LEASE, JUST, Optional.empty()).due(at(4)))
        .isInstanceOf(Duty.End.class);
    Guard<Long> another = seated.seen(at(20), Optional.of(2L), JUST, CLAIMED);
    assertThat(another.due(at(24))).isInstanceOf(Duty.End.class);
  }

  @Test
  void judgesByWhatItKnewBeforeAndSeesTheLeaseAfterwards() {
    Guard<Long> late = seated.judged(at(100));
    assertThat(late.due(at(100))).isEqualTo(new Duty.Kill());
    Guard<Long> back = late.seen(at(100), LEASE, JUST, CLAIMED);
    assertThat(back.due(at(100))).isEqualTo(new Duty.Serve());
  }

  @Test
  void oncePodsWereEndedAnotherEpochBegins() {
    assertThat(seated.epoch(at(2))).contains(0);
    Guard<Long> ending = seated.judged(at(24));
    assertThat(ending.epoch(at(24))).isEmpty();
    Guard<Long> still = ending.judged(at(25));
    Guard<Long> back = still.seen(at(25), LEASE, JUST, CLAIMED).judged(at(26));
    assertThat(back.epoch(at(26))).contains(1);
    assertThat(back.judged(at(27)).epoch(at(27))).contains(1);
  }

  @Test
  void anotherLeaseIsAnotherEpoch() {
    Optional<Incarnation> again = Optional.of(new Incarnation(9));
    assertThat(seated.seen(at(12), Optional.of(2L), JUST, again).epoch(at(13))).contains(1);
  }
}
