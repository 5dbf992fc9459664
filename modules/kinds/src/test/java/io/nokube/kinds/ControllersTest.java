package io.nokube.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Kind;
import io.nokube.actor.Polled;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.kinds.daemonset.DaemonSetKind;
import io.nokube.kinds.deployment.DeploymentKind;
import io.nokube.kinds.kubecontroller.KubecontrollerKind;
import io.nokube.kinds.placement.PlacementKind;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.World;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The controllers together, each born of kubecontroller's word: from a Deployment to pods that run
/// on nodes, and back.
class ControllersTest {
  private static final NodeName HEAD = new NodeName("n1");
  private static final Map<String, Kind> KINDS =
      List.of(new PlacementKind(), new DeploymentKind(), new DaemonSetKind()).stream()
          .collect(Collectors.toMap(Kind::word, kind -> kind));

  private final World world = new World().spawning(ControllersTest::born);
  private final World.Hosted<?> root =
      world.host(
          behavior(new KubecontrollerKind(), OwnershipPath.KUBECONTROLLER, Optional.empty()));

  private static Optional<Behavior<?>> born(Effect.Spawn spawn) {
    return Optional.ofNullable(KINDS.get(spawn.child().kind()))
        .map(kind -> behavior(kind, spawn.child(), spawn.subject()));
  }

  private static Behavior<?> behavior(
      Kind kind, OwnershipPath path, Optional<io.nokube.model.KubeObject> subject) {
    Map<String, Duration> durations = new HashMap<>();
    for (Setting setting : kind.settings()) {
      durations.put(setting.name(), Duration.ofSeconds(30));
    }
    return kind.behavior(new Birth(path, HEAD, subject), new Settings(durations, Map.of()));
  }

  private void nodes(String... names) {
    for (String name : names) {
      world.put(Things.node(name).build());
      NodeName node = new NodeName(name);
      root.tell(
          new Signal.ChildPolled(
              OwnershipPath.agent(node), new Polled.Alive(new Incarnation(1), node)));
    }
  }

  private Map<String, Long> podsPerNode() {
    return world.pods().stream()
        .filter(pod -> !pod.metadata().isDeleting())
        .collect(
            Collectors.groupingBy(
                pod -> pod.spec().nodeName().orElseThrow().text(), Collectors.counting()));
  }

  @Test
  void fortyPodsAreMadeBoundAndReadyWithFewWords() {
    nodes("n1", "n2");
    Deployment web = Things.deployment("web", 40);
    world.effects();
    world.put(web);
    assertThat(podsPerNode()).isEqualTo(Map.of("n1", 20L, "n2", 20L));
    assertThat(world.effects(Effect.Perform.class)).hasSize(80);
    world.podsGetReady();
    assertThat(world.read(web).status().availableReplicas()).isEqualTo(40);
    assertThat(world.effects(Effect.Perform.class)).isEmpty();
  }

  @Test
  void podsWaitForANodeAndGoToItWhenItComes() {
    world.put(Things.deployment("web", 2), Things.daemonSet("logs"));
    assertThat(world.pods()).hasSize(2).allMatch(pod -> pod.spec().nodeName().isEmpty());
    nodes("n2");
    assertThat(podsPerNode()).isEqualTo(Map.of("n2", 3L));
  }

  @Test
  void theRollOfADeploymentLeavesOnlyNewPods() {
    nodes("n1", "n2");
    Deployment web = Things.deployment("web", 5);
    world.put(web);
    world.settleAll();
    Deployment now = world.read(web);
    world.put(
        new Deployment(
            now.metadata(), Things.template("web", "busybox:2", now.spec()), now.status()));
    world.settleAll();
    assertThat(world.pods())
        .hasSize(5)
        .allMatch(pod -> pod.spec().containers().getFirst().image().equals("busybox:2"));
  }

  @Test
  void podsOfALostNodeAreReplacedOnAnother() {
    nodes("n1", "n2");
    world.put(Things.deployment("web", 4));
    world.settleAll();
    for (int polled = 0; polled < 11; polled++) {
      root.tell(
          new Signal.ChildPolled(
              OwnershipPath.agent(new NodeName("n2")), new Polled.Gone(new Revision(1))));
      world.pass(Duration.ofSeconds(3));
    }
    world.podsGetReady();
    assertThat(podsPerNode()).isEqualTo(Map.of("n1", 4L));
    assertThat(world.pods().stream().filter(pod -> pod.metadata().isDeleting())).hasSize(2);
  }

  @Test
  void nothingIsLeftOfWhatIsDeleted() {
    nodes("n1");
    Deployment web = Things.deployment("web", 3);
    world.put(web);
    world.settleAll();
    assertThat(world.running())
        .contains(new OwnershipPath("kubecontroller/default/deployment-web"));
    world.remove(web);
    world.settleAll();
    assertThat(world.pods()).isEmpty();
    assertThat(world.running()).containsExactly(OwnershipPath.top("", "placement", "main"));
  }

  @Test
  void aPodThatIsDeletedIsReplaced() {
    nodes("n1");
    world.put(Things.deployment("web", 2));
    world.settleAll();
    Pod lost = world.pods().getFirst();
    world.remove(lost);
    world.settleAll();
    assertThat(world.pods())
        .hasSize(2)
        .noneMatch(pod -> pod.metadata().uid().equals(lost.metadata().uid()));
  }
}
