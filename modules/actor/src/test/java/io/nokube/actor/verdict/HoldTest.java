package io.nokube.actor.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Hold.Remedy;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final Incarnation MINE = new Incarnation(7);

  private static Read<Seen> found(long incarnation) {
    AliveRecord record =
        new AliveRecord(
            OwnershipPath.KUBECONTROLLER,
            new NodeName("n2"),
            "kubecontroller",
            Uid.NONE,
            "Running",
            Instant.EPOCH);
    return new Read.Found<>(
        new Seen(record, new Incarnation(incarnation), Duration.ZERO), new Revision(9));
  }

  @Test
  void aRecordOfItsOwnIncarnationIsHeld() {
    assertThat(Hold.of(Optional.of(MINE), found(7))).isEqualTo(new Hold.Sound());
  }

  @Test
  void aRecordOfAnotherIncarnationIsTaken() {
    assertThat(Hold.of(Optional.of(MINE), found(8))).isInstanceOf(Hold.Taken.class);
  }

  @Test
  void anyRecordWillDoWhileItIsBeingClaimed() {
    assertThat(Hold.of(Optional.empty(), found(8))).isEqualTo(new Hold.Sound());
  }

  @Test
  void aReadThatFailedSaysNothing() {
    assertThat(Hold.of(Optional.of(MINE), new Read.Unavailable<>("away")))
        .isEqualTo(new Hold.Unknown("away"));
  }

  @Test
  void aRecordThatWentWithTheLeaseIsRegained() {
    assertThat(Hold.ofMissing(MINE, true, false, Optional.empty())).isEqualTo(Remedy.REGAIN);
  }

  @Test
  void theAgentItselfRegainsItsRecord() {
    assertThat(Hold.ofMissing(MINE, false, true, Optional.empty())).isEqualTo(Remedy.REGAIN);
  }

  @Test
  void aSeatThatWasClaimedLaterShowsThatTheLeaseWasLost() {
    assertThat(Hold.ofMissing(MINE, false, false, Optional.of(new Incarnation(8))))
        .isEqualTo(Remedy.REGAIN);
  }

  @Test
  void aRecordThatGoesWhileTheLeaseLivesMeansARestart() {
    assertThat(Hold.ofMissing(MINE, false, false, Optional.of(new Incarnation(6))))
        .isEqualTo(Remedy.RESTART);
  }

  @Test
  void withoutASeatItCantBeToldYet() {
    assertThat(Hold.ofMissing(MINE, false, false, Optional.empty())).isEqualTo(Remedy.LOOK_AGAIN);
  }

  @Test
  void anActorGoesToANewerLifeOfItsParentOnly() {
    assertThat(Hold.handsOver(Optional.of(MINE), new Incarnation(8))).isTrue();
    assertThat(Hold.handsOver(Optional.of(MINE), MINE)).isFalse();
    assertThat(Hold.handsOver(Optional.empty(), new Incarnation(8))).isFalse();
  }

  @Test
  void aRecordIsItsOwnByIncarnationOrIfItsClaimWasNeverAnswered() {
    Seen seen = ((Read.Found<Seen>) found(8)).value();
    assertThat(Hold.isOf(Optional.of(new Incarnation(8)), Optional.empty(), seen)).isTrue();
    assertThat(Hold.isOf(Optional.of(MINE), Optional.empty(), seen)).isFalse();
    assertThat(Hold.isOf(Optional.empty(), Optional.of(seen.record()), seen)).isTrue();
    assertThat(Hold.isOf(Optional.empty(), Optional.empty(), seen)).isFalse();
  }
}
