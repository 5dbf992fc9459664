package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Change;
import io.nokube.kinds.testing.Things;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static final Pod POD = Things.pod("a").build();
  private static final Sight<Pod> WITH_POD = new Sight<>(true, Map.of(POD.key(), POD));
  private static final Sight<Pod> NOTHING = new Sight<>(true, Map.of());

  private final Expectations asked =
      Expectations.NONE
          .create(List.of("a", "b"), "rev", Things.T0)
          .delete(List.of(POD.metadata().uid()), Things.T0);

  private static Change removed(String namespace, String name) {
    return new Change.Removed(new ObjectKey(ResourceType.POD, namespace, name), new Revision(4));
  }

  @Test
  void aPodThatWasSeenIsNoLongerExpected() {
    assertThat(asked.seen("default", List.of(new Change.Put(POD)), WITH_POD).creates().keySet())
        .containsExactly("b");
  }

  @Test
  void oneThatCameAndWentIsNoLongerExpectedEither() {
    assertThat(asked.seen("default", List.of(removed("default", "b")), WITH_POD).creates().keySet())
        .containsExactly("a");
  }

  @Test
  void aNamesakeInAnotherNamespaceIsNotIt() {
    assertThat(asked.seen("default", List.of(removed("other", "b")), WITH_POD).creates().keySet())
        .containsExactly("a", "b");
  }

  @Test
  void aDeletionIsExpectedUntilThePodIsDeletingOrGone() {
    assertThat(asked.seen("default", List.of(), WITH_POD).deletes()).hasSize(1);
    assertThat(asked.seen("default", List.of(), NOTHING).deletes()).isEmpty();
    Pod leaving = Things.pod("a").deleting().build();
    Sight<Pod> withLeaving = new Sight<>(true, Map.of(leaving.key(), leaving));
    assertThat(asked.seen("default", List.of(), withLeaving).deletes()).isEmpty();
  }

  @Test
  void whatWillNotBeIsNotExpected() {
    assertThat(asked.withoutCreate("a").creates().keySet()).containsExactly("b");
    assertThat(asked.withoutDelete(POD.metadata().uid()).deletes()).isEmpty();
  }

  @Test
  void allExpires() {
    assertThat(asked.expire(Things.T0.minusSeconds(1))).isEqualTo(asked);
    assertThat(asked.expire(Things.T0).isEmpty()).isTrue();
  }
}
