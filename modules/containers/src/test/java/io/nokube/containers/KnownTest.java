package io.nokube.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.engine.ContainerId;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownTest {
  private static final OwnershipPath POD = OwnershipPath.top("default", "pod", "web");
  private static final OwnershipPath CONTAINER = POD.child("container", "main");
  private static final ContainerId ONE = new ContainerId("1");
  private static final ContainerId OTHER = new ContainerId("2");

  private final Known known = new Known();

  @Test
  void beforeAllWereSeenNothingIsCertainlyAbsent() {
    assertThat(known.none(POD)).isFalse();
  }

  @Test
  void onceAllWereSeenWhatIsNotThereIsAbsent() {
    known.whole(Set.of(), Map.of());

    assertThat(known.none(POD)).isTrue();
  }

  @Test
  void aContainerIsThereForItsPodToo() {
    known.whole(Set.of(), Map.of(ONE, CONTAINER));

    assertThat(known.none(POD)).isFalse();
    assertThat(known.none(CONTAINER)).isFalse();
    assertThat(known.none(POD.child("container", "other"))).isTrue();
  }

  @Test
  void whatWasMadeDuringTheLookIsKept() {
    known.runs(ONE, CONTAINER, Instant.EPOCH);
    known.whole(Set.of(), Map.of());

    assertThat(known.none(CONTAINER)).isFalse();
  }

  @Test
  void whatIsMadeLaterIsThere() {
    known.whole(Set.of(), Map.of());
    known.made(ONE, CONTAINER);

    assertThat(known.none(CONTAINER)).isFalse();
  }

  @Test
  void thatItWasMadeIsNoNewsOfOneThatRuns() {
    known.runs(ONE, CONTAINER, Instant.EPOCH);
    known.made(ONE, CONTAINER);

    assertThat(known.runningSince(ONE)).contains(Instant.EPOCH);
  }

  @Test
  void whatWasKnownBeforeAndIsNotSeenIsGone() {
    known.runs(ONE, CONTAINER, Instant.EPOCH);
    known.whole(known.all(), Map.of(OTHER, POD.child("container", "other")));

    assertThat(known.none(CONTAINER)).isTrue();
  }

  @Test
  void aLookKeepsSinceWhenAContainerRuns() {
    known.runs(ONE, CONTAINER, Instant.EPOCH);
    known.whole(known.all(), Map.of(ONE, CONTAINER));

    assertThat(known.runningSince(ONE)).contains(Instant.EPOCH);
  }

  @Test
  void whatMayHaveBeenMadeIsLookedFor() {
    known.whole(Set.of(), Map.of());
    known.doubt(CONTAINER);

    assertThat(known.none(CONTAINER)).isFalse();
    assertThat(known.none(POD)).isFalse();
    known.sure(POD);
    assertThat(known.none(POD)).isTrue();
  }

  @Test
  void afterAGapNothingIsCertainlyAbsent() {
    known.whole(Set.of(), Map.of());

    assertThat(known.doubted()).isEmpty();
    assertThat(known.none(POD)).isFalse();
  }
}
