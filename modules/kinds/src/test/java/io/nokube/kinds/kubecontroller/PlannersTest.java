package io.nokube.kinds.kubecontroller;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Polled;
import io.nokube.kinds.testing.Things;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Toleration;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlannersTest {
  private static final Instant NOW = Things.T0.plusSeconds(100);
  private static final NodeName N1 = new NodeName("n1");

  @Nested
  class WhatLasts {
    @Test
    void keepsTheTimeSinceWhenItHolds() {
      Lasting<String> lasting =
          Lasting.<String>none()
              .now(Set.of("a"), Things.T0)
              .now(Set.of("a", "b"), Things.T0.plusSeconds(5));
      assertThat(lasting.forAtLeast(Duration.ofSeconds(10), Things.T0.plusSeconds(10)))
          .containsExactly("a");
      assertThat(lasting.next(Duration.ofSeconds(10), Things.T0.plusSeconds(10)))
          .contains(Things.T0.plusSeconds(15));
    }

    @Test
    void beginsAnewAfterABreak() {
      Lasting<String> lasting =
          Lasting.<String>none()
              .now(Set.of("a"), Things.T0)
              .now(Set.of(), Things.T0.plusSeconds(1))
              .now(Set.of("a"), Things.T0.plusSeconds(2));
      assertThat(lasting.since()).containsExactly(Map.entry("a", Things.T0.plusSeconds(2)));
    }
  }

  @Nested
  class TheHealthOfANode {
    private final Polled alive = new Polled.Alive(new Incarnation(1), N1);
    private final Polled gone = new Polled.Gone(new Revision(1));
    private final Polled unknown = new Polled.Unknown("etcd is away");

    @Test
    void followsThePolls() {
      assertThat(NodeHealth.after(Optional.empty(), alive, NOW)).contains(new NodeHealth.Present());
      assertThat(NodeHealth.after(Optional.of(new NodeHealth.Present()), gone, NOW))
          .contains(new NodeHealth.Silent(NOW, NOW, Duration.ZERO));
    }

    @Test
    void keepsTheTimeSinceWhenItIsSilent() {
      Optional<NodeHealth> silent =
          Optional.of(new NodeHealth.Silent(Things.T0, Things.T0, Duration.ZERO));
      assertThat(NodeHealth.after(silent, gone, NOW))
          .contains(new NodeHealth.Silent(Things.T0, NOW, Duration.between(Things.T0, NOW)));
      assertThat(NodeHealth.after(silent, unknown, NOW)).isEqualTo(silent);
    }

    @Test
    void isFreshForFourTimesAsLongAsPollsAreApart() {
      var silent = new NodeHealth.Silent(Things.T0, NOW, Duration.ofSeconds(3));
      assertThat(silent.isFresh(NOW.plusSeconds(12))).isTrue();
      assertThat(silent.isFresh(NOW.plusSeconds(13))).isFalse();
    }

    @Test
    void beginsAnewWhenPollsStayedAwayForLong() {
      Optional<NodeHealth> silent =
          Optional.of(new NodeHealth.Silent(Things.T0, NOW, Duration.ofSeconds(3)));
      Polled gone = new Polled.Gone(new Revision(1));
      assertThat(NodeHealth.after(silent, gone, NOW.plusSeconds(12)))
          .contains(new NodeHealth.Silent(Things.T0, NOW.plusSeconds(12), Duration.ofSeconds(3)));
      assertThat(NodeHealth.after(silent, gone, NOW.plusSeconds(13)))
          .contains(new NodeHealth.Silent(NOW.plusSeconds(13), NOW.plusSeconds(13), Duration.ZERO));
    }

    @Test
    void isOnceFoundSoThoughTwoPollsCameCloseTogether() {
      Optional<NodeHealth> health =
          NodeHealth.after(Optional.of(new NodeHealth.Present()), gone, NOW);
      health = NodeHealth.after(health, gone, NOW.plusMillis(500));
      for (int millis = 3500; millis <= 60_500; millis += 3000) {
        health = NodeHealth.after(health, gone, NOW.plusMillis(millis));
      }
      var silent = (NodeHealth.Silent) health.orElseThrow();
      assertThat(silent.since()).isEqualTo(NOW.plusMillis(3500));
      assertThat(silent.isFresh(NOW.plusSeconds(63))).isTrue();
    }

    @Test
    void isNotKnownFromWhatPollsDontKnow() {
      assertThat(NodeHealth.after(Optional.empty(), unknown, NOW)).isEmpty();
    }

    @Test
    void isSaidInTheReadyConditionAndOnlyThere() {
      Node node = Things.node("n1").build();
      Node said = NodeReadiness.ofSilent(node, NOW).orElseThrow();
      assertThat(said.status().conditions())
          .containsExactly(
              new Condition(
                  "Ready",
                  "Unknown",
                  Optional.empty(),
                  Optional.of(NOW),
                  "NodeStatusUnknown",
                  "the node's agent is silent"));
      assertThat(said.status().allocatable()).isEqualTo(node.status().allocatable());
      assertThat(NodeReadiness.ofSilent(said, NOW.plusSeconds(5))).isEmpty();
    }
  }

  @Nested
  class Evicting {
    private List<Pod> evicted(Pod pod, Optional<Duration> evictAfter, int silentFor) {
      return evicted(pod, evictAfter, Duration.ZERO, silentFor);
    }

    private List<Pod> evicted(
        Pod pod, Optional<Duration> evictAfter, Duration least, int silentFor) {
      return Eviction.of(
              5, Map.of(N1, NOW.minusSeconds(silentFor)), List.of(pod), evictAfter, least, NOW)
          .evict();
    }

    @Test
    void waitsAsLongAsItsNodeMayNeedWhateverThePodSays() {
      Pod pod = Things.pod("p").on("n1").tolerates(Things.unreachableFor(10)).build();
      Duration least = Duration.ofSeconds(40);
      assertThat(evicted(pod, Optional.of(least), least, 39)).isEmpty();
      assertThat(evicted(pod, Optional.of(least), least, 40)).containsExactly(pod);
      assertThat(evicted(pod, Optional.empty(), least, 40)).containsExactly(pod);
    }

    @Test
    void waitsAsLongAsTheConfigurationSays() {
      Pod pod = Things.pod("p").on("n1").build();
      Optional<Duration> minute = Optional.of(Duration.ofSeconds(60));
      assertThat(evicted(pod, minute, 60)).containsExactly(pod);
      assertThat(evicted(pod, minute, 59)).isEmpty();
      assertThat(evicted(pod, Optional.empty(), 100)).isEmpty();
      assertThat(
              Eviction.of(
                      5, Map.of(N1, NOW.minusSeconds(59)), List.of(pod), minute, Duration.ZERO, NOW)
                  .next())
          .contains(NOW.plusSeconds(1));
    }

    @Test
    void waitsAsLongAsThePodSaysIfItDoes() {
      Pod pod = Things.pod("p").on("n1").tolerates(Things.unreachableFor(10)).build();
      assertThat(evicted(pod, Optional.empty(), 10)).containsExactly(pod);
      assertThat(evicted(pod, Optional.of(Duration.ZERO), 9)).isEmpty();
      Pod forEver = Things.pod("p").on("n1").tolerates("", "").build();
      assertThat(evicted(forEver, Optional.of(Duration.ZERO), 100)).isEmpty();
    }

    @Test
    void takesWhatAPodToleratesOfOtherTaintsForNoWordOnASilentNode() {
      Toleration notReady =
          new Toleration(
              "node.kubernetes.io/not-ready", "Exists", "", "NoExecute", Optional.of(10L));
      Pod pod =
          Things.pod("p")
              .on("n1")
              .tolerates(notReady)
              .tolerates("node.kubernetes.io/unreachable", "NoSchedule")
              .build();
      assertThat(evicted(pod, Optional.of(Duration.ofSeconds(60)), 59)).isEmpty();
      assertThat(evicted(pod, Optional.of(Duration.ofSeconds(60)), 60)).containsExactly(pod);
    }

    @Test
    void waitsForTheLeastOfWhatAPodSays() {
      Pod pod =
          Things.pod("p")
              .on("n1")
              .tolerates(Things.unreachableFor(20))
              .tolerates(Things.unreachableFor(10))
              .tolerates("", "NoExecute")
              .build();
      assertThat(evicted(pod, Optional.empty(), 9)).isEmpty();
      assertThat(evicted(pod, Optional.empty(), 10)).containsExactly(pod);
    }

    @Test
    void leavesAloneWhatIsElsewhereEndedOrLeaving() {
      Optional<Duration> now = Optional.of(Duration.ZERO);
      assertThat(evicted(Things.pod("p").on("n2").build(), now, 100)).isEmpty();
      assertThat(evicted(Things.pod("p").build(), now, 100)).isEmpty();
      assertThat(evicted(Things.pod("p").on("n1").succeeded().build(), now, 100)).isEmpty();
      assertThat(evicted(Things.pod("p").on("n1").deleting().build(), now, 100)).isEmpty();
    }

    @Test
    void stopsInMassSilence() {
      assertThat(Eviction.isMassSilence(1, 1)).isTrue();
      assertThat(Eviction.isMassSilence(2, 1)).isFalse();
      assertThat(Eviction.isMassSilence(3, 2)).isFalse();
      assertThat(Eviction.isMassSilence(5, 3)).isTrue();
      assertThat(Eviction.isMassSilence(6, 3)).isFalse();
      assertThat(Eviction.isMassSilence(20, 11)).isTrue();
      assertThat(Eviction.isMassSilence(20, 10)).isFalse();
    }
  }

  @Nested
  class Clearing {
    private final KubeObject web = Things.deployment("web", 1);
    private final Pod owned = Things.pod("web-1").ownedBy(web).on("n1").build();
    private final Pod bare = Things.pod("bare").on("n1").build();

    @Test
    void anOrphanIsWhoseOwnerIsNotThere() {
      assertThat(Garbage.orphans(List.of(owned, bare), List.of(web), KubeObjects.OWNERS)).isEmpty();
      assertThat(Garbage.orphans(List.of(owned, bare), List.of(), KubeObjects.OWNERS))
          .containsExactly(owned);
      KubeObject another = web.withMetadata(web.metadata().withUid(new io.nokube.model.Uid("x")));
      assertThat(Garbage.orphans(List.of(owned), List.of(another), KubeObjects.OWNERS))
          .containsExactly(owned);
    }

    @Test
    void ofOwnersThatAreNotSeenNothingIsKnown() {
      assertThat(Garbage.orphans(List.of(owned), List.of(), Set.of(ResourceType.DAEMON_SET)))
          .isEmpty();
    }

    @Test
    void aPodIsStrandedOnANodeThatIsNotThere() {
      assertThat(Garbage.stranded(List.of(bare), Set.of("n1"))).isEmpty();
      assertThat(Garbage.stranded(List.of(bare, Things.pod("unbound").build()), Set.of()))
          .containsExactly(bare.key());
    }

    @Test
    void aNamespaceGoesInOrder() {
      var space = Things.namespace("default");
      var elsewhere =
          Things.deployment("web", 1).withMetadata(web.metadata().withNamespace("elsewhere"));
      var settings = Things.configMap("settings");
      assertThat(Emptying.of(space, List.of(web, owned, bare, settings, elsewhere)).delete())
          .containsExactly(web, bare);
      assertThat(Emptying.of(space, List.of(owned, settings)).delete()).isEmpty();
      assertThat(Emptying.of(space, List.of(settings, elsewhere)).delete())
          .containsExactly(settings);
      assertThat(Emptying.of(space, List.of(settings)).done()).isFalse();
      assertThat(Emptying.of(space, List.of(elsewhere))).isEqualTo(new Emptying(List.of(), true));
    }
  }
}
