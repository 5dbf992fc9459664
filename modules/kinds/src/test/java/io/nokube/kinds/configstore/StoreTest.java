package io.nokube.kinds.configstore;

import static io.nokube.kinds.testing.Pods.N1;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Birth;
import io.nokube.actor.Change;
import io.nokube.actor.Effect.Observe;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Effect.Unobserve;
import io.nokube.actor.Interest;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal.Observed;
import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.kinds.configstore.StoreMessage.Need;
import io.nokube.kinds.configstore.StoreMessage.NoLonger;
import io.nokube.kinds.testing.Driven;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreTest {
  private static final ObjectKey PAGE = new ObjectKey(ResourceType.CONFIG_MAP, "default", "page");
  private static final Interest INTEREST = new Interest.One(PAGE);
  private static final OwnershipPath A = OwnershipPath.top("default", "pod", "a");
  private static final OwnershipPath B = OwnershipPath.top("default", "pod", "b");
  private static final Need FIRST_TIME = new Need(PAGE, Revision.NONE);

  private final Driven<?> store =
      Driven.begun(
          new ConfigStoreKind(),
          new Birth(OwnershipPath.top("", "configstore", "n1"), N1, Optional.empty()),
          new Settings(Map.of("forget_after", Duration.ofMinutes(1)), Map.of()));

  private static ConfigMap page(long revision) {
    return new ConfigMap(
        ObjectMeta.named("default", "page").withResourceVersion(new Revision(revision)),
        Map.of("index.html", "hello " + revision),
        Map.of(),
        Optional.empty());
  }

  private static Content content(long revision) {
    return new Content(PAGE, new Revision(revision), Optional.of(page(revision)));
  }

  private void shows(Change change) {
    store.signal(new Observed(INTEREST, List.of(change), false));
  }

  @Test
  void whatAPodNeedsIsObservedAndToldOnceSeen() {
    store.told(A, FIRST_TIME);
    assertThat(store.effects()).containsExactly(new Observe(INTEREST));

    shows(new Change.Put(page(4)));

    assertThat(store.effects()).containsExactly(new Tell(A, content(4)));
  }

  @Test
  void whatIsKnownIsToldTheNextPodAtOnce() {
    store.told(A, FIRST_TIME);
    shows(new Change.Put(page(4)));

    store.told(B, FIRST_TIME);

    assertThat(store.effects()).containsExactly(new Tell(B, content(4)));
  }

  @Test
  void everyChangeIsToldToAllWhoNeedIt() {
    store.told(A, FIRST_TIME);
    store.told(B, FIRST_TIME);

    shows(new Change.Put(page(5)));

    assertThat(store.effects()).containsExactly(new Tell(A, content(5)), new Tell(B, content(5)));
  }

  @Test
  void absenceIsToldToo() {
    store.told(A, FIRST_TIME);

    shows(new Change.Removed(PAGE, new Revision(6)));

    assertThat(store.effects())
        .containsExactly(new Tell(A, new Content(PAGE, new Revision(6), Optional.empty())));
  }

  @Test
  void whoAsksAgainIsToldOnlyNews() {
    store.told(A, FIRST_TIME);
    shows(new Change.Put(page(4)));

    store.told(A, new Need(PAGE, new Revision(4)));
    assertThat(store.effects()).isEmpty();
    store.told(A, new Need(PAGE, new Revision(3)));

    assertThat(store.effects()).containsExactly(new Tell(A, content(4)));
  }

  @Test
  void whatNobodyNeedsAnyMoreIsObservedNoLonger() {
    store.told(A, FIRST_TIME);
    store.told(B, FIRST_TIME);
    store.told(A, new NoLonger(PAGE));
    assertThat(store.effects()).isEmpty();

    store.told(B, new NoLonger(PAGE));

    assertThat(store.effects()).containsExactly(new Unobserve(INTEREST));
  }

  @Test
  void whoEndedWithoutAWordIsForgotten() {
    store.told(A, FIRST_TIME);
    store.after(Duration.ofSeconds(50)).told(B, FIRST_TIME);
    store.after(Duration.ofSeconds(20)).woken("forget");
    assertThat(store.effects(Unobserve.class)).isEmpty();

    shows(new Change.Put(page(4)));

    assertThat(store.effects()).containsExactly(new Tell(B, content(4)));
  }

  @Test
  void whatIsNoConfigMapIsNotItsBusiness() {
    store.told(A, new Need(new ObjectKey(ResourceType.SECRET, "default", "s"), Revision.NONE));

    assertThat(store.effects()).isEmpty();
  }

  @Test
  void aStoreWhoseParentIsGoneEndsAndOneThatDoesNotKnowStays() {
    store.parentUnknown();
    assertThat(store.ended()).isFalse();

    store.parentGone();

    assertThat(store.ended()).isTrue();
  }
}
