package io.nokube.kinds.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.World;
import io.nokube.model.NodeName;
import io.nokube.model.Revision;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacementBehaviorTest {
  private static final Duration EXPIRE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final World world = new World();

  private World.Hosted<PlacementState> placement() {
    return world.host(new PlacementBehavior(EXPIRE, RETRY));
  }

  private Optional<String> nodeOf(Pod pod) {
    return world.read(pod).spec().nodeName().map(NodeName::text);
  }

  @Test
  void aPendingPodIsBoundAndItsEventSaysWhere() {
    placement();
    Pod web = Things.pod("web").build();
    world.put(Things.node("n1").build(), web);
    assertThat(nodeOf(web)).contains("n1");
    assertThat(world.notes()).containsExactly("Scheduled: Successfully assigned default/web to n1");
  }

  @Test
  void whatWasThereBeforeIsPlacedToo() {
    Pod web = Things.pod("web").build();
    world.put(Things.node("n1").build(), web);
    placement();
    assertThat(nodeOf(web)).contains("n1");
  }

  @Test
  void aPodThatFitsNowhereSaysWhyOnceAndIsPlacedWhenANodeComes() {
    placement();
    Pod big = Things.pod("big").requests("2", "1Gi").build();
    world.put(Things.node("n1").room("1", "4Gi", 10).build(), big);
    assertThat(nodeOf(big)).isEmpty();
    var condition = world.read(big).status().conditions().getFirst();
    assertThat(condition.type()).isEqualTo("PodScheduled");
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("Unschedulable");
    assertThat(condition.message()).isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    assertThat(world.notes())
        .containsExactly("FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu.");
    world.put(Things.node("n2").build());
    assertThat(nodeOf(big)).contains("n2");
  }

  @Test
  void aPodThatWaitsForRoomGetsItWhenAnotherEnds() {
    placement();
    Pod first = Things.pod("first").requests("1", "1Gi").build();
    Pod second = Things.pod("second").requests("1", "1Gi").build();
    world.put(Things.node("n1").room("1", "4Gi", 10).build(), first, second);
    assertThat(nodeOf(first)).contains("n1");
    assertThat(nodeOf(second)).isEmpty();
    world.remove(first);
    assertThat(nodeOf(second)).contains("n1");
  }

  @Test
  void bindingsThatWereNotSeenYetCountAsTaken() {
    placement();
    world.put(Things.node("n1").room("2", "4Gi", 10).build());
    Pod[] pods = new Pod[3];
    for (int i = 0; i < 3; i++) {
      pods[i] = Things.pod("p" + i).requests("1", "1Mi").build();
    }
    world.blind().put(pods).seeAgain();
    assertThat(world.pods().stream().filter(pod -> pod.spec().nodeName().isPresent())).hasSize(2);
  }

  @Test
  void manyPodsSpreadOverTheNodes() {
    placement();
    var web = Things.deployment("web", 40);
    world.put(Things.node("n1").build(), Things.node("n2").build());
    for (int i = 0; i < 40; i++) {
      world.put(Things.pod("web-" + i).ownedBy(web).build());
    }
    assertThat(
            world.pods().stream()
                .filter(pod -> pod.spec().nodeName().orElseThrow().text().equals("n1")))
        .hasSize(20);
  }

  @Test
  void aConflictIsTriedAgainWithWhatThePodIsNow() {
    placement();
    Pod web = Things.pod("web").build();
    AtomicInteger conflicts = new AtomicInteger();
    world.interfere(action -> {
      if (action instanceof Action.Update && conflicts.getAndIncrement() == 0) {
        return Optional.of(new Outcome.Refused("Conflict", "changed"));
      }
      return Optional.empty();
    });
    world.put(Things.node("n1").build(), web);
    assertThat(nodeOf(web)).isEmpty();
    world.pass(RETRY);
    assertThat(nodeOf(web)).contains("n1");
  }

  @Test
  void anUnknownOutcomeCountsAsTakenUntilItExpires() {
    placement();
    Pod web = Things.pod("web").build();
    world.interfere(action ->
        action instanceof Action.Update
            ? Optional.of(new Outcome.Unknown("contact broke"))
            : Optional.empty());
    world.put(Things.node("n1").build(), web);
    world.interfere(action -> Optional.empty());
    world.effects();
    world.put(Things.node("n1").label("some", "change").build());
    assertThat(world.effects(Effect.Perform.class)).isEmpty();
    world.pass(EXPIRE);
    assertThat(nodeOf(web)).contains("n1");
  }

  @Test
  void aFencedPlacementEnds() {
    var placement = placement();
    world.interfere(action -> Optional.of(new Outcome.Refused("Fenced", "deposed")));
    world.put(Things.node("n1").build(), Things.pod("web").build());
    assertThat(placement.ended()).isTrue();
  }

  @Test
  void withoutAParentItEndsButNotOnUnknown() {
    var placement = placement();
    placement.tell(new Signal.ParentPolled(new Polled.Unknown("etcd is away")));
    assertThat(placement.ended()).isFalse();
    placement.tell(new Signal.ParentPolled(new Polled.Gone(new Revision(5))));
    assertThat(placement.ended()).isTrue();
  }

  @Test
  void statusChangesOfNodesAndPodsCauseNoWork() {
    placement();
    Pod big = Things.pod("big").requests("9", "1Gi").build();
    Pod web = Things.pod("web").on("n1").build();
    world.put(Things.node("n1").build(), web, big);
    world.effects();
    world.put(Things.node("n1").readySince(Things.T0.plusSeconds(5)).build());
    world.put(web.withStatus(World.running(Things.T0, true)));
    assertThat(world.effects()).isEmpty();
  }
}
