package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Change;
import io.nokube.actor.Interest;
import io.nokube.actor.Signal.Observed;
import io.nokube.kinds.testing.Things;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightTest {
  private static final Pod MINE = Things.pod("mine").label("mine", "").build();
  private static final Pod OTHER = Things.pod("other").build();

  private static Optional<Sight<Pod>> after(Sight<Pod> sight, boolean complete, Change... changes) {
    return sight.after(
        new Observed(new Interest.OfType(ResourceType.POD), List.of(changes), complete),
        Pod.class,
        pod -> pod.metadata().labels().containsKey("mine"));
  }

  private static Change removed(Pod pod) {
    return new Change.Removed(pod.key(), new Revision(9));
  }

  private final Sight<Pod> seen =
      after(Sight.none(), true, new Change.Put(MINE), new Change.Put(OTHER)).orElseThrow();

  @Test
  void isWholeOnceACompleteSetHasCome() {
    assertThat(Sight.none().whole()).isFalse();
    assertThat(seen.whole()).isTrue();
    assertThat(after(Sight.none(), true).orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void keepsOnlyWhatItMinds() {
    assertThat(seen.all()).containsExactly(MINE);
    assertThat(seen.get(OTHER.key())).isEmpty();
  }

  @Test
  void whatItDoesNotMindChangesNothing() {
    assertThat(after(seen, false, new Change.Put(OTHER), removed(OTHER))).isEmpty();
  }

  @Test
  void whatIsRemovedOrNoLongerMindedGoes() {
    assertThat(after(seen, false, removed(MINE)).orElseThrow().isEmpty()).isTrue();
    Pod unlabelled = MINE.withMetadata(MINE.metadata().withLabels(java.util.Map.of()));
    assertThat(after(seen, false, new Change.Put(unlabelled)).orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void whatACompleteSetLacksIsGone() {
    assertThat(after(seen, true, new Change.Put(OTHER)).orElseThrow().isEmpty()).isTrue();
    assertThat(after(seen, true, new Change.Put(MINE), removed(MINE)).orElseThrow().whole())
        .isTrue();
  }

  @Test
  void whatCameAndWentInOneBatchIsNotThere() {
    Pod another = Things.pod("another").label("mine", "").build();
    assertThat(after(seen, false, new Change.Put(another), removed(another)).orElseThrow().all())
        .containsExactly(MINE);
  }

  @Test
  void whatWasSaidCountsUntilItIsSeenAgain() {
    Pod said = MINE.withStatus(Things.pod("any").unready().build().status());
    assertThat(seen.said(said).all()).containsExactly(said);
    assertThat(seen.said(OTHER).all()).containsExactly(MINE);
  }
}
