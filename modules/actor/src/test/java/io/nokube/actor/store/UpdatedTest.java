package io.nokube.actor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.store.Updated.Gone;
import io.nokube.actor.store.Updated.OtherNode;
import io.nokube.actor.store.Updated.To;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus.Phase;
import io.nokube.model.meta.ObjectMeta;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdatedTest {
  private static final String ENDING = ",'deletionTimestamp':'2026-01-01T00:00:00Z'";
  private static final String HELD = ENDING + ",'finalizers':['a/b']";

  private static KubeObject to(KubeObject given, KubeObject was) {
    Updated updated = Updated.of(given, was);
    assertThat(updated).isInstanceOf(To.class);
    return updated instanceof To(KubeObject object) ? object : given;
  }

  @Test
  void aPodStaysOnItsNode() {
    Pod elsewhere = Objects.pod("", ",'nodeName':'n2'", "{'phase':'Running'}");

    assertThat(Updated.of(elsewhere, Objects.bound(""))).isEqualTo(new OtherNode());
    assertThat(((Pod) to(Objects.free(""), Objects.bound(""))).spec().nodeName())
        .hasValue(new NodeName("n1"));
    assertThat(((Pod) to(Objects.bound(""), Objects.free(""))).spec().nodeName())
        .hasValue(new NodeName("n1"));
    assertThat(((Pod) to(Objects.free(""), Objects.free(""))).spec().nodeName()).isEmpty();
  }

  @Test
  void theStatusIsTheStoresOwn() {
    assertThat(((Pod) to(Objects.free(""), Objects.bound(""))).status().phase())
        .isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatTheStoreSaysOfItIsKept() {
    KubeObject kept = to(Objects.free(",'labels':{'a':'b'}"), Objects.free(ENDING));

    assertThat(kept.metadata().deletionTimestamp()).isPresent();
    assertThat(kept.metadata().uid()).isEqualTo(Objects.free("").metadata().uid());
    assertThat(kept.metadata().labels()).containsEntry("a", "b");
  }

  @Test
  void theGenerationCountsChangesOfWhatIsWanted() {
    KubeObject was = Objects.map("one");
    long before = was.metadata().generation();

    assertThat(to(Objects.map("one"), was).metadata().generation()).isEqualTo(before);
    assertThat(to(Objects.map("two"), was).metadata().generation()).isEqualTo(before + 1);
    assertThat(to(Objects.free(",'labels':{'a':'b'}"), Objects.free("")).metadata().generation())
        .isEqualTo(Objects.free("").metadata().generation());
  }

  @Test
  void itGoesWithItsLastFinalizer() {
    assertThat(Updated.of(Objects.free(""), Objects.free(HELD))).isEqualTo(new Gone());
    assertThat(Updated.of(Objects.free(",'finalizers':['a/b']"), Objects.free(HELD)))
        .isInstanceOf(To.class);
    assertThat(Updated.of(Objects.free(""), Objects.free(ENDING))).isInstanceOf(To.class);
    assertThat(Updated.of(Objects.free(""), Objects.free(",'finalizers':['a/b']")))
        .isInstanceOf(To.class);
  }

  @Test
  void aBoundPodAndANamespaceAreEndedByOthersStill() {
    ObjectMeta held = Objects.free(HELD).metadata();
    Namespace namespace = new Namespace(held, new Namespace.NamespaceStatus("Terminating"));
    Namespace released =
        new Namespace(ObjectMeta.named("", "p"), new Namespace.NamespaceStatus("Terminating"));

    assertThat(Updated.of(Objects.bound(""), Objects.bound(HELD))).isInstanceOf(To.class);
    assertThat(held.finalizers()).isEqualTo(List.of("a/b"));
    assertThat(Updated.of(released, namespace)).isInstanceOf(To.class);
  }
}
