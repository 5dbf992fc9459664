package io.nokube.kinds.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Interest;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.kinds.OwnedPods.Owner;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.PodPath;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.World;
import io.nokube.model.NodeName;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentBehaviorTest {
  private static final OwnerSettings SETTINGS =
      new OwnerSettings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofMinutes(10)));

  private final World world = new World();

  private World.Hosted<DeploymentState> host(Deployment deployment) {
    if (!world.has(deployment)) {
      world.put(deployment);
    }
    return world.host(new DeploymentBehavior(owner(deployment), SETTINGS));
  }

  private static Owner owner(Deployment deployment) {
    return new Owner(deployment.key(), deployment.metadata().uid());
  }

  /// Binds what has no node.
  private void bindAll() {
    int i = 0;
    for (Pod pod : world.pods()) {
      if (pod.spec().nodeName().isEmpty()) {
        world.put(pod.withSpec(pod.spec().withNodeName(new NodeName("n" + (1 + i++ % 2)))));
      }
    }
  }

  private void allGetReady() {
    for (int i = 0; i < 50; i++) {
      bindAll();
      world.settleAll();
      if (world.pods().stream().allMatch(pod -> pod.status().ready())) {
        return;
      }
    }
    throw new AssertionError("never ready: " + world.pods());
  }

  private Condition condition(Deployment deployment, String type) {
    return world.read(deployment).status().conditions().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void makesItsPodsWithNameLabelOwnerAndTemplate() {
    Deployment web = Things.deployment("web", 3);
    host(web);
    assertThat(world.pods()).hasSize(3);
    Pod pod = world.pods().getFirst();
    String hash = pod.metadata().labels().get("pod-template-hash");
    assertThat(pod.metadata().name()).matches("web-" + hash + "-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(pod.metadata().labels()).containsEntry("app", "web");
    assertThat(pod.metadata().controller().orElseThrow().uid()).isEqualTo(web.metadata().uid());
    assertThat(pod.spec()).isEqualTo(web.spec().template().spec());
    assertThat(PodPath.of(pod).parent().orElseThrow())
        .hasToString("kubecontroller/default/deployment-web");
  }

  @Test
  void doesNothingBeforeItHasSeenItsPods() {
    Deployment web = Things.deployment("web", 3);
    world.put(web);
    world.blind();
    world.host(new DeploymentBehavior(owner(web), SETTINGS));
    assertThat(world.pods()).hasSize(3);
  }

  @Test
  void aSuccessorMakesNothingTwice() {
    Deployment web = Things.deployment("web", 3);
    host(web);
    host(web);
    assertThat(world.pods()).hasSize(3);
  }

  @Test
  void creationsThatWereNotSeenYetAreNotMadeTwiceUntilTheyExpire() {
    Deployment web = Things.deployment("web", 3);
    var actor = host(Things.deployment("web", 0));
    world.blind().put(web);
    actor.tell(changed(world.read(web)));
    assertThat(world.pods()).hasSize(3);
    actor.tell(changed(web.withMetadata(web.metadata().withAnnotations(Map.of("a", "b")))));
    assertThat(world.pods()).hasSize(3);
    world.pass(Duration.ofSeconds(30));
    assertThat(world.pods()).hasSize(6);
    world.seeAgain();
    allGetReady();
    assertThat(world.pods()).hasSize(3);
  }

  private static Signal changed(Deployment deployment) {
    return new Signal.Observed(
        new Interest.One(deployment.key()), List.of(new Change.Put(deployment)), false);
  }

  @Test
  void rollsToAnotherTemplateAndSaysSo() {
    Deployment web = Things.deployment("web", 4);
    host(web);
    allGetReady();
    Deployment next =
        new Deployment(
            world.read(web).metadata().withGeneration(2),
            Things.template("web", "busybox:2", web.spec()),
            world.read(web).status());
    world.put(next);
    allGetReady();
    assertThat(
            world.pods().stream()
                .map(pod -> pod.spec().containers().getFirst().image())
                .collect(Collectors.toSet()))
        .containsExactly("busybox:2");
    assertThat(world.pods()).hasSize(4);
    assertThat(world.read(web).status().updatedReplicas()).isEqualTo(4);
    assertThat(condition(web, "Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void otherReplicasKeepThePodsThatAreThere() {
    Deployment web = Things.deployment("web", 2);
    host(web);
    allGetReady();
    var before = world.pods().stream().map(pod -> pod.metadata().uid()).toList();
    Deployment now = world.read(web);
    world.put(new Deployment(now.metadata(), now.spec().withReplicas(5), now.status()));
    allGetReady();
    assertThat(world.pods().stream().map(pod -> pod.metadata().uid()).toList())
        .hasSize(5)
        .containsAll(before);
    now = world.read(web);
    world.put(new Deployment(now.metadata(), now.spec().withReplicas(1), now.status()));
    allGetReady();
    assertThat(world.pods()).hasSize(1);
  }

  @Test
  void statusCountsAndConditionsFollowThePods() {
    Deployment web = Things.deployment("web", 2);
    host(web);
    var status = world.read(web).status();
    assertThat(status.replicas()).isEqualTo(2);
    assertThat(status.updatedReplicas()).isEqualTo(2);
    assertThat(status.readyReplicas()).isZero();
    assertThat(status.unavailableReplicas()).isEqualTo(2);
    assertThat(condition(web, "Available").reason()).isEqualTo("MinimumReplicasUnavailable");
    allGetReady();
    status = world.read(web).status();
    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.availableReplicas()).isEqualTo(2);
    assertThat(status.unavailableReplicas()).isZero();
    assertThat(condition(web, "Available").holds()).isTrue();
  }

  @Test
  void nothingIsPublishedTwice() {
    Deployment web = Things.deployment("web", 2);
    host(web);
    allGetReady();
    world.effects();
    Pod pod = world.pods().getFirst();
    world.put(pod.withMetadata(pod.metadata().withAnnotations(Map.of("a", "b"))));
    assertThat(world.effects(Effect.Publish.class)).isEmpty();
  }

  @Test
  void aPodOfSomebodyElseCostsNoThought() {
    var actor = host(Things.deployment("web", 1));
    var before = actor.state();
    world.put(Things.pod("stranger").build());
    assertThat(actor.state()).isSameAs(before);
  }

  @Test
  void aRolloutThatDoesNotGetAnywhereSaysSoAfterItsDeadline() {
    Deployment web = Things.deployment("web", 2);
    host(web);
    world.pass(Duration.ofSeconds(599));
    assertThat(condition(web, "Progressing").holds()).isTrue();
    world.pass(Duration.ofSeconds(2));
    assertThat(condition(web, "Progressing").holds()).isFalse();
    assertThat(condition(web, "Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
    allGetReady();
    assertThat(condition(web, "Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void podsThatFailAreReplacedAtOnceThenSlowerAndSlower() {
    host(Things.deployment("web", 3));
    rejectAll();
    assertThat(world.leavingPodsGo().pods()).hasSize(3);
    rejectAll();
    assertThat(world.leavingPodsGo().pods()).isEmpty();
    world.pass(Duration.ofSeconds(9));
    assertThat(world.pods()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.pods()).hasSize(3);
    rejectAll();
    world.leavingPodsGo().pass(Duration.ofSeconds(19));
    assertThat(world.pods()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.pods()).hasSize(3);
  }

  private void rejectAll() {
    for (Pod pod : world.pods()) {
      if (!pod.metadata().isDeleting()) {
        world.put(
            pod.withSpec(pod.spec().withNodeName(new NodeName("n1")))
                .withStatus(
                    new PodStatus(
                        PodStatus.Phase.FAILED,
                        List.of(),
                        "OutOfcpu",
                        "",
                        "",
                        "",
                        Optional.empty(),
                        List.of())));
      }
    }
  }

  @Test
  void aRefusedCreationIsTriedAgainAfterAWhileAndNoted() {
    Deployment web = Things.deployment("web", 2);
    world.interfere(action ->
        action instanceof Action.Create
            ? Optional.of(new Outcome.Refused("RequestEntityTooLarge", "too large"))
            : Optional.empty());
    host(web);
    assertThat(world.notes()).contains("FailedCreate: Error creating: too large");
    world.interfere(action -> Optional.empty());
    assertThat(world.pods()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.pods()).hasSize(2);
  }

  @Test
  void aFencedDeploymentEndsAndTouchesNothing() {
    world.interfere(action -> Optional.of(new Outcome.Refused("Fenced", "deposed")));
    assertThat(host(Things.deployment("web", 1)).ended()).isTrue();
  }

  @Test
  void onceDeletedItsPodsGoBeforeItself() {
    Deployment web = Things.deployment("web", 2);
    var actor = host(web);
    bindAll();
    world.podsGetReady();
    world.remove(web);
    assertThat(world.pods()).allMatch(pod -> pod.metadata().isDeleting());
    assertThat(actor.ended()).isFalse();
    world.leavingPodsGo();
    assertThat(actor.ended()).isTrue();
  }

  @Test
  void anotherDeploymentOfTheSameNameIsNotItsOwn() {
    Deployment web = Things.deployment("web", 2);
    var actor = host(web);
    world.put(web.withMetadata(web.metadata().withUid(new Uid("another"))));
    assertThat(world.leavingPodsGo().pods()).isEmpty();
    assertThat(actor.ended()).isTrue();
  }

  @Test
  void aPodIsAvailableOnlyAfterMinReadySeconds() {
    Deployment web = Things.minReady(Things.deployment("web", 1), 20);
    host(web);
    bindAll();
    world.podsGetReady();
    assertThat(world.read(web).status().readyReplicas()).isEqualTo(1);
    assertThat(world.read(web).status().availableReplicas()).isZero();
    world.pass(Duration.ofSeconds(20));
    assertThat(world.read(web).status().availableReplicas()).isEqualTo(1);
  }

  @Test
  void aBoundPodIsPolledAndStartedAgainInPlaceWhenItsActorIsGone() {
    var actor = host(Things.deployment("web", 1));
    bindAll();
    Pod pod = world.pods().getFirst();
    assertThat(world.effects(Effect.Adopt.class))
        .containsExactly(new Effect.Adopt(PodPath.of(pod), new NodeName("n1")));
    actor.tell(
        new Signal.ChildPolled(
            PodPath.of(pod), new Polled.Alive(new Incarnation(1), new NodeName("n1"))));
    actor.tell(new Signal.ChildPolled(PodPath.of(pod), new Polled.Unknown("etcd is away")));
    assertThat(world.effects(Effect.Spawn.class)).isEmpty();
    actor.tell(new Signal.ChildPolled(PodPath.of(pod), new Polled.Gone(new Revision(9))));
    assertThat(world.effects(Effect.Spawn.class))
        .containsExactly(new Effect.Spawn(PodPath.of(pod), new NodeName("n1"), Optional.of(pod)));
    world.remove(pod);
    assertThat(world.effects(Effect.Forget.class))
        .containsExactly(new Effect.Forget(PodPath.of(pod)));
  }
}
