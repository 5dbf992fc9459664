package io.nokube.kinds.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Backoff;
import io.nokube.actor.Outcome;
import io.nokube.kinds.OwnedPods.Owner;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.World;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaemonSetBehaviorTest {
  private static final OwnerSettings SETTINGS =
      new OwnerSettings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofMinutes(10)));

  private final World world = new World();
  private final DaemonSet logs = Things.daemonSet("logs");

  private World.Hosted<DaemonSetState> host() {
    world.put(logs);
    return world.host(
        new DaemonSetBehavior(new Owner(logs.key(), logs.metadata().uid()), SETTINGS));
  }

  private List<String> names() {
    return world.pods().stream().map(pod -> pod.metadata().name()).toList();
  }

  @Test
  void eachNodeGetsAPodNamedAfterItAndBoundToIt() {
    world.put(Things.node("n1").build(), Things.node("n2").cordoned().build());
    host();
    assertThat(names()).containsExactly("logs-n1", "logs-n2");
    Pod pod = world.pods().getFirst();
    assertThat(pod.spec().nodeName().orElseThrow()).hasToString("n1");
    assertThat(pod.metadata().labels()).containsKeys("app", "controller-revision-hash");
    assertThat(pod.spec().tolerations())
        .anyMatch(t -> t.key().equals("node.kubernetes.io/unreachable"));
  }

  @Test
  void nodesComeGoAndChangeLabels() {
    DaemonSet picky = Things.selecting(logs, "disk", "ssd");
    world.put(picky, Things.node("n1").build());
    world.host(new DaemonSetBehavior(new Owner(logs.key(), logs.metadata().uid()), SETTINGS));
    assertThat(names()).isEmpty();
    world.put(Things.node("n1").label("disk", "ssd").build());
    world.put(Things.node("n2").label("disk", "ssd").build());
    assertThat(names()).containsExactly("logs-n1", "logs-n2");
    world.put(Things.node("n1").label("disk", "hdd").build());
    world.remove(Things.node("n2").build());
    world.leavingPodsGo();
    assertThat(names()).isEmpty();
  }

  @Test
  void aNodeThatFallsSilentKeepsItsPod() {
    world.put(Things.node("n1").build());
    host();
    world.effects();
    world.put(Things.node("n1").silent().build());
    assertThat(world.effects()).isEmpty();
    assertThat(names()).containsExactly("logs-n1");
  }

  @Test
  void anotherTemplateRollsNodeByNode() {
    world.put(Things.node("n1").build(), Things.node("n2").build());
    host();
    world.settleAll();
    world.put(Things.image(world.read(logs), "busybox:2"));
    assertThat(world.pods().stream().filter(pod -> pod.metadata().isDeleting())).hasSize(1);
    world.settleAll();
    assertThat(world.pods())
        .hasSize(2)
        .allMatch(pod -> pod.spec().containers().getFirst().image().equals("busybox:2"));
    assertThat(world.read(logs).status().updatedNumberScheduled()).isEqualTo(2);
  }

  @Test
  void statusCountsNodes() {
    world.put(Things.node("n1").build(), Things.node("n2").build());
    host();
    world.podsGetReady(pod -> pod.metadata().name().equals("logs-n1"));
    var status = world.read(logs).status();
    assertThat(status.desiredNumberScheduled()).isEqualTo(2);
    assertThat(status.currentNumberScheduled()).isEqualTo(2);
    assertThat(status.numberReady()).isEqualTo(1);
    assertThat(status.numberAvailable()).isEqualTo(1);
    assertThat(status.numberUnavailable()).isEqualTo(1);
    assertThat(status.numberMisscheduled()).isZero();
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void aPodThatItsNodeRejectsIsReplacedThereWithBackoff() {
    world.put(Things.node("n1").build());
    host();
    reject();
    assertThat(names()).containsExactly("logs-n1");
    reject();
    assertThat(names()).isEmpty();
    world.pass(Duration.ofSeconds(9));
    assertThat(names()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(names()).containsExactly("logs-n1");
  }

  private void reject() {
    Pod pod = world.pods().getFirst();
    world.put(
        pod.withStatus(
            new PodStatus(
                PodStatus.Phase.FAILED,
                List.of(),
                "OutOfcpu",
                "",
                "",
                "",
                Optional.empty(),
                List.of())));
    world.leavingPodsGo();
  }

  @Test
  void aNameThatSomebodyElseHasIsTriedAgainAndAgain() {
    Pod stranger = Things.pod("logs-n1").build();
    world.put(stranger, Things.node("n1").build());
    host();
    world.pass(Duration.ofSeconds(5));
    assertThat(world.pods()).hasSize(1);
    world.remove(stranger);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.pods().getFirst().metadata().controller()).isPresent();
  }

  @Test
  void onceDeletedItsPodsGoBeforeItself() {
    world.put(Things.node("n1").build());
    var actor = host();
    world.remove(logs);
    assertThat(world.pods()).allMatch(pod -> pod.metadata().isDeleting());
    assertThat(actor.ended()).isFalse();
    world.leavingPodsGo();
    assertThat(actor.ended()).isTrue();
  }

  @Test
  void annotationsOfAPodPublishNothing() {
    world.put(Things.node("n1").build());
    host();
    world.effects();
    Pod pod = world.pods().getFirst();
    world.put(pod.withMetadata(pod.metadata().withAnnotations(Map.of("a", "b"))));
    assertThat(world.effects()).noneMatch(e -> e instanceof io.nokube.actor.Effect.Publish);
  }

  @Test
  void aFencedDaemonSetEnds() {
    world.put(Things.node("n1").build());
    world.interfere(action -> Optional.of(new Outcome.Refused("Fenced", "deposed")));
    assertThat(host().ended()).isTrue();
  }
}
