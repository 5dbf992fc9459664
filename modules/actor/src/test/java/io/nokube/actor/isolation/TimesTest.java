package io.nokube.actor.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.actor.Incarnation;
import io.nokube.actor.isolation.Times.Duty;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Optional<Long> ONE = Optional.of(1L);
  private static final Optional<Long> TWO = Optional.of(2L);

  private final Times times = Times.of(seconds(10), seconds(50), seconds(31), seconds(5));

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void endsAsLateAsAllCanBeDeadBeforeAnythingIsReplaced() {
    assertThat(times.endAfter()).isEqualTo(seconds(23));
    assertThat(times.at(seconds(23).minusNanos(1))).isEqualTo(new Duty.Serve());
    assertThat(times.at(seconds(23))).isEqualTo(new Duty.End(seconds(31)));
    assertThat(times.at(seconds(49))).isEqualTo(new Duty.End(seconds(5)));
    assertThat(times.at(seconds(54))).isEqualTo(new Duty.Kill());
    assertThat(times.at(seconds(3600))).isEqualTo(new Duty.Kill());
  }

  @Test
  void withoutGraceWhatIsDueIsKilled() {
    assertThat(Times.of(seconds(2), seconds(3), Duration.ZERO, seconds(1)).at(seconds(4)))
        .isEqualTo(new Duty.Kill());
  }

  @Test
  void timesThatLeaveNoneAreRefused() {
    assertThatThrownBy(() -> Times.of(seconds(10), seconds(5), seconds(10), seconds(5)))
        .hasMessageContaining("leave no time");
  }

  @Test
  void aSuccessorGoesOnFromWhatItsPredecessorLeft() {
    String left = Renewals.known(seconds(7).toNanos()).text("a-boot");
    assertThat(Renewals.of(left, "a-boot")).contains(Renewals.known(seconds(7).toNanos()));
    assertThat(Renewals.of(left, "another-boot")).isEmpty();
    assertThat(Renewals.of("", "a-boot")).isEmpty();
    assertThat(Renewals.of("a-boot soon", "a-boot")).isEmpty();
  }

  @Test
  void aNewProcessHasAMomentToFindEtcd() {
    Renewals<Long> begun = Renewals.unknown(0, times.endAfter(), seconds(4));
    assertThat(times.at(begun.since(seconds(4).toNanos() - 1))).isEqualTo(new Duty.Serve());
    assertThat(times.at(begun.since(seconds(4).toNanos()))).isInstanceOf(Duty.End.class);
  }

  @Test
  void aRenewalCountsFromWhenItWasSentAndNeverBackwards() {
    Renewals<Long> begun = Renewals.unknown(0, times.endAfter(), seconds(4));
    Renewals<Long> renewed = begun.seen(ONE, 100);
    assertThat(renewed.since(150)).isEqualTo(Duration.ofNanos(50));
    assertThat(renewed.seen(ONE, 90).since(150)).isEqualTo(Duration.ofNanos(50));
    assertThat(renewed.seen(Optional.empty(), 150).since(160)).isEqualTo(Duration.ofNanos(60));
  }

  @Test
  void aNewLeaseCountsOnceTheAliveRecordWasClaimedUnderIt() {
    Optional<Incarnation> first = Optional.of(new Incarnation(5));
    Optional<Incarnation> second = Optional.of(new Incarnation(9));
    Optional<Seat<Long>> none = Optional.empty();
    assertThat(Seat.after(none, ONE, Optional.empty())).isEmpty();
    assertThat(Seat.after(none, Optional.empty(), first)).isEmpty();

    Optional<Seat<Long>> seated = Seat.after(none, ONE, first);
    assertThat(seated).contains(new Seat<>(ONE.get(), first.get()));
    assertThat(Seat.after(seated, TWO, first)).isEqualTo(seated);
    assertThat(Seat.after(seated, TWO, Optional.empty())).isEqualTo(seated);
    assertThat(Seat.after(seated, TWO, second)).contains(new Seat<>(TWO.get(), second.get()));
    assertThat(Seat.after(seated, ONE, second)).contains(new Seat<>(ONE.get(), second.get()));
  }

  @Test
  void anotherLeaseMeansThatOthersMayRunWhatRanHere() {
    Renewals<Long> begun = Renewals.unknown(0, times.endAfter(), seconds(4));
    Renewals<Long> first = begun.seen(ONE, 100);
    assertThat(first.epoch()).isZero();
    assertThat(first.seen(ONE, 200).epoch()).isZero();
    assertThat(first.seen(Optional.empty(), 200).epoch()).isZero();
    assertThat(first.seen(Optional.empty(), 200).seen(TWO, 300).epoch()).isEqualTo(1);
    assertThat(first.seen(TWO, 300).ended().epoch()).isEqualTo(2);
  }
}
