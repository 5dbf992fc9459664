package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.store.Deletion;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionTest {
  private static final Optional<Duration> ITS_OWN = Optional.empty();

  @Test
  void aPodThatNobodyRunsGoesAtOnce() {
    assertThat(Deletion.of(TestCluster.pod("p"), ITS_OWN, NOW)).isEqualTo(new Deletion.Now());
  }

  @Test
  void aBoundPodHasItsGrace() {
    Pod marked = later(TestCluster.boundPod("p"), ITS_OWN, NOW);

    assertThat(marked.metadata().deletionTimestamp()).contains(NOW.plusSeconds(30));
    assertThat(marked.metadata().deletionGracePeriodSeconds()).contains(30L);
  }

  @Test
  void anEndedPodNeedsNoGrace() {
    Pod ended = TestCluster.inPhase(TestCluster.boundPod("p"), Phase.SUCCEEDED);

    assertThat(later(ended, ITS_OWN, NOW).metadata().deletionTimestamp()).contains(NOW);
  }

  @Test
  void aShorterGraceReplacesALongerOneAndCountsFromTheFirstDeletion() {
    Pod marked = later(TestCluster.boundPod("p"), ITS_OWN, NOW);
    Pod hurried = later(marked, seconds(10), NOW.plusSeconds(5));

    assertThat(hurried.metadata().deletionTimestamp()).contains(NOW.plusSeconds(10));
    assertThat(hurried.metadata().deletionGracePeriodSeconds()).contains(10L);
  }

  @Test
  void aLongerOrEqualGraceChangesNothing() {
    Pod marked = later(TestCluster.boundPod("p"), seconds(10), NOW);

    assertThat(Deletion.of(marked, seconds(10), NOW)).isEqualTo(new Deletion.Already());
    assertThat(Deletion.of(marked, seconds(60), NOW)).isEqualTo(new Deletion.Already());
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static Pod later(Pod pod, Optional<Duration> grace, Instant now) {
    return Deletion.of(pod, grace, now) instanceof Deletion.Later(Pod marked)
        ? marked
        : org.assertj.core.api.Assertions.fail("not marked");
  }
}
