package io.nokube.actor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.store.Deletion.Already;
import io.nokube.actor.store.Deletion.Later;
import io.nokube.actor.store.Deletion.Now;
import io.nokube.model.KubeObject;
import io.nokube.model.core.Namespace;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String DELETED_WITHIN_20_S =
      ",'deletionTimestamp':'2026-01-01T00:00:15Z','deletionGracePeriodSeconds':20";

  private static Deletion of(KubeObject object) {
    return Deletion.of(object, Optional.empty(), NOW);
  }

  private static Deletion of(KubeObject object, long seconds) {
    return Deletion.of(object, Optional.of(Duration.ofSeconds(seconds)), NOW);
  }

  private static ObjectMeta later(Deletion deletion) {
    assertThat(deletion).isInstanceOf(Later.class);
    return deletion instanceof Later(KubeObject marked)
        ? marked.metadata()
        : ObjectMeta.named("", "");
  }

  @Test
  void whatNobodyElseEndsGoesAtOnce() {
    assertThat(of(Objects.map("v"))).isEqualTo(new Now());
    assertThat(of(Objects.free(""))).isEqualTo(new Now());
  }

  @Test
  void aFinalizerKeepsItUntilItIsGone() {
    KubeObject held = Objects.free(",'finalizers':['a/b']");
    KubeObject ending =
        Objects.free(",'finalizers':['a/b'],'deletionTimestamp':'2026-01-01T00:00:00Z'");

    assertThat(later(of(held)).deletionTimestamp()).hasValue(NOW);
    assertThat(of(ending)).isEqualTo(new Already());
  }

  @Test
  void aBoundPodEndsWithinItsGrace() {
    ObjectMeta own = later(of(Objects.bound("")));
    ObjectMeta asked = later(of(Objects.bound(""), 5));

    assertThat(own.deletionTimestamp()).hasValue(NOW.plusSeconds(30));
    assertThat(own.deletionGracePeriodSeconds()).hasValue(30L);
    assertThat(asked.deletionTimestamp()).hasValue(NOW.plusSeconds(5));
    assertThat(asked.deletionGracePeriodSeconds()).hasValue(5L);
  }

  @Test
  void aGraceBelowNothingIsOneSecond() {
    assertThat(later(of(Objects.bound(""), -1)).deletionGracePeriodSeconds()).hasValue(1L);
    assertThat(later(of(Objects.bound(""), 0)).deletionGracePeriodSeconds()).hasValue(0L);
  }

  @Test
  void whatHasEndedHasNoGraceLeft() {
    KubeObject over = Objects.pod("", ",'nodeName':'n1'", "{'phase':'Succeeded'}");

    assertThat(later(of(over)).deletionGracePeriodSeconds()).hasValue(0L);
  }

  @Test
  void onlyAShorterGraceReplacesAnotherAndCountsFromTheFirstDeletion() {
    KubeObject ending = Objects.bound(DELETED_WITHIN_20_S);

    assertThat(of(ending)).isEqualTo(new Already());
    assertThat(of(ending, 20)).isEqualTo(new Already());
    ObjectMeta shorter = later(of(ending, 19));
    assertThat(shorter.deletionTimestamp()).hasValue(Instant.parse("2026-01-01T00:00:14Z"));
    assertThat(shorter.deletionGracePeriodSeconds()).hasValue(19L);
  }

  @Test
  void aNamespaceIsEmptiedFirst() {
    Namespace namespace =
        new Namespace(ObjectMeta.named("", "shop"), new Namespace.NamespaceStatus("Active"));
    Deletion deletion = of(namespace);

    assertThat(later(deletion).deletionTimestamp()).hasValue(NOW);
    assertThat(deletion instanceof Later(Namespace marked) ? marked.status().phase() : "")
        .isEqualTo("Terminating");
    assertThat(deletion instanceof Later(var marked) ? of(marked) : deletion)
        .isEqualTo(new Already());
  }
}
