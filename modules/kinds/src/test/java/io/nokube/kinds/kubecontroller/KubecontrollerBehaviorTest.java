package io.nokube.kinds.kubecontroller;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Interest;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.kinds.PodPath;
import io.nokube.kinds.testing.Things;
import io.nokube.kinds.testing.World;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubecontrollerBehaviorTest {
  private static final NodeName HEAD = new NodeName("head");
  private static final KubeSettings SETTINGS =
      new KubeSettings(
          Duration.ofSeconds(30),
          Optional.of(Duration.ofSeconds(60)),
          Duration.ZERO,
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Backoff.of(Duration.ofSeconds(10), Duration.ofSeconds(300), Duration.ofMinutes(10)));

  private final World world = new World();
  private final World.Hosted<KubeState> root =
      world.host(new KubecontrollerBehavior(HEAD, SETTINGS));

  private void agentIs(String node, Polled polled) {
    root.tell(new Signal.ChildPolled(OwnershipPath.agent(new NodeName(node)), polled));
  }

  private void alive(String... nodes) {
    for (String node : nodes) {
      agentIs(node, new Polled.Alive(new Incarnation(1), new NodeName(node)));
    }
  }

  private void silent(String... nodes) {
    for (String node : nodes) {
      agentIs(node, new Polled.Gone(new Revision(1)));
    }
  }

  /// Polled every five seconds.
  private void staysSilent(String node, Duration time) {
    for (int i = 0; i < time.toSeconds() / 5; i++) {
      world.pass(Duration.ofSeconds(5));
      silent(node);
    }
    world.pass(time.minusSeconds(time.toSeconds() / 5 * 5));
  }

  private Node node(String name) {
    return Things.node(name).build();
  }

  private List<String> spawned() {
    return world.effects(Effect.Spawn.class).stream()
        .map(spawn -> spawn.child() + " on " + spawn.node())
        .toList();
  }

  @Test
  void spawnsPlacementAndAnActorForEachOwnerHere() {
    world.put(Things.deployment("web", 1), Things.daemonSet("logs"));
    assertThat(spawned())
        .containsExactly(
            "kubecontroller/_/placement-main on head",
            "kubecontroller/default/deployment-web on head",
            "kubecontroller/default/daemonset-logs on head");
  }

  @Test
  void aDeploymentThatIsGoneIsForgottenOnceItsActorHasEnded() {
    var web = Things.deployment("web", 1);
    var path = PodPath.ownerPath("default", ResourceType.DEPLOYMENT, "web");
    world.put(web).remove(web);
    assertThat(root.polled()).contains(path);
    root.tell(new Signal.ChildClosed(path, ""));
    assertThat(root.polled()).doesNotContain(path);
  }

  @Test
  void aDeploymentMadeAnewIsSpawnedAnew() {
    var web = Things.deployment("web", 1);
    world.put(web).remove(web);
    world.effects();
    world.put(web.withMetadata(web.metadata().withUid(new io.nokube.model.Uid("another"))));
    assertThat(spawned()).containsExactly("kubecontroller/default/deployment-web on head");
  }

  @Test
  void aChildThatFailsIsRestartedAtOnceThenWithBackoff() {
    world.put(Things.deployment("web", 1));
    world.effects();
    var path = PodPath.ownerPath("default", ResourceType.DEPLOYMENT, "web");
    root.tell(new Signal.ChildClosed(path, "a throw"));
    assertThat(spawned()).hasSize(1);
    root.tell(new Signal.ChildClosed(path, "a throw"));
    world.pass(Duration.ofSeconds(9));
    assertThat(spawned()).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(spawned()).hasSize(1);
  }

  @Test
  void aChildThatAPollFindsGoneIsSpawnedAgain() {
    world.put(Things.deployment("web", 1));
    world.effects();
    var path = PodPath.ownerPath("default", ResourceType.DEPLOYMENT, "web");
    root.tell(new Signal.ChildPolled(path, new Polled.Unknown("away")));
    assertThat(spawned()).isEmpty();
    root.tell(new Signal.ChildPolled(path, new Polled.Gone(new Revision(4))));
    assertThat(spawned()).hasSize(1);
  }

  private String ready(String node) {
    return world.read(node(node)).status().conditions().getFirst().status();
  }

  @Test
  void aNodeHasItsStoresWhileItsAgentIsAliveAndIsUnknownWhileItIsSilent() {
    world.put(node("n1"));
    assertThat(root.polled()).contains(OwnershipPath.agent(new NodeName("n1")));
    world.effects();
    alive("n1");
    assertThat(root.polled())
        .contains(
            OwnershipPath.top("", "configstore", "n1"), OwnershipPath.top("", "secretstore", "n1"));
    assertThat(world.notes()).isEmpty();
    silent("n1");
    assertThat(ready("n1")).isEqualTo("Unknown");
    assertThat(world.notes()).contains("NodeNotReady: Node n1 status is now: NodeNotReady");
    assertThat(root.polled()).doesNotContain(OwnershipPath.top("", "configstore", "n1"));
    silent("n1");
    assertThat(world.effects()).isEmpty();
  }

  @Test
  void whatAnAgentSaysOfItsNodeIsLeftAlone() {
    world.put(Things.node("n1").notReady().build());
    alive("n1");
    assertThat(ready("n1")).isEqualTo("False");
    world.put(Things.node("n1").silent().build());
    world.pass(Duration.ofHours(1));
    assertThat(ready("n1")).isEqualTo("Unknown");
    assertThat(world.effects(Effect.Publish.class)).isEmpty();
  }

  @Test
  void anAgentThatIsBackIsNotContradictedBeforeItIsPolled() {
    world.put(node("n1"));
    silent("n1");
    world.put(node("n1"));
    assertThat(ready("n1")).isEqualTo("True");
    alive("n1");
    assertThat(ready("n1")).isEqualTo("True");
  }

  @Test
  void aNodeThatIsSilentStillIsSaidToBeSoAgain() {
    world.put(node("n1"));
    silent("n1");
    world.put(node("n1"));
    silent("n1");
    assertThat(ready("n1")).isEqualTo("Unknown");
  }

  @Test
  void nobodyIsEvictedFromANodeThatIsNotReadyAndNotSilent() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(Things.node("n1").notReady().build(), node("n2"), web);
    alive("n1", "n2");
    world.pass(Duration.ofHours(1));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
  }

  @Test
  void whatPollsDontKnowChangesNothing() {
    world.put(node("n1"), Things.pod("web").on("n1").build());
    alive("n1");
    world.effects();
    agentIs("n1", new Polled.Unknown("etcd is away"));
    world.pass(Duration.ofHours(1));
    assertThat(world.effects()).isEmpty();
  }

  @Test
  void podsOfANodeThatStaysSilentAreEvictedAfterAWhile() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), web);
    alive("n1", "n2");
    silent("n1");
    staysSilent("n1", Duration.ofSeconds(59));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.read(web).metadata().isDeleting()).isTrue();
  }

  @Test
  void nobodyIsEvictedOnASilenceThatNoPollConfirmedOfLate() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), web);
    alive("n1", "n2");
    silent("n1");
    staysSilent("n1", Duration.ofSeconds(30));
    world.pass(Duration.ofHours(1));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
    silent("n1");
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
    staysSilent("n1", Duration.ofSeconds(60));
    assertThat(world.read(web).metadata().isDeleting()).isTrue();
  }

  @Test
  void aNodeThatComesBackInTimeKeepsItsPods() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), web);
    alive("n1", "n2");
    silent("n1");
    staysSilent("n1", Duration.ofSeconds(50));
    alive("n1");
    world.pass(Duration.ofSeconds(50));
    silent("n1");
    staysSilent("n1", Duration.ofSeconds(50));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
  }

  @Test
  void whenMostNodesAreSilentNobodyIsEvicted() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), node("n3"), node("n4"), web);
    alive("n1", "n2", "n3", "n4");
    silent("n1", "n2", "n3");
    world.pass(Duration.ofHours(1));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
    alive("n3");
    silent("n1");
    assertThat(world.read(web).metadata().isDeleting()).isTrue();
  }

  @Test
  void aDeletionThatWasNotSeenIsAskedForAgainAfterAWhile() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), web);
    alive("n2");
    silent("n1");
    world.interfere(action -> Optional.of(new Outcome.Done(new Result.Nothing())));
    staysSilent("n1", Duration.ofSeconds(60));
    world.interfere(action -> Optional.empty());
    staysSilent("n1", Duration.ofSeconds(29));
    assertThat(world.read(web).metadata().isDeleting()).isFalse();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.read(web).metadata().isDeleting()).isTrue();
  }

  @Test
  void anEvictionThatIsRefusedIsNoEventAndIsAskedForAgainWithTheNextPoll() {
    Pod web = Things.pod("web").on("n1").build();
    world.put(node("n1"), node("n2"), web);
    alive("n1", "n2");
    silent("n1");
    world.interfere(action ->
        action instanceof Action.Evict
            ? Optional.of(new Outcome.Refused("Conflict", "its agent is back"))
            : Optional.empty());
    staysSilent("n1", Duration.ofSeconds(60));
    assertThat(world.effects()).noneMatch(KubecontrollerBehaviorTest::isEviction);
    world.interfere(action -> Optional.empty());
    staysSilent("n1", Duration.ofSeconds(5));
    assertThat(world.read(web).metadata().isDeleting()).isTrue();
    assertThat(world.effects()).filteredOn(KubecontrollerBehaviorTest::isEviction).hasSize(1);
  }

  private static boolean isEviction(Effect effect) {
    return effect instanceof Effect.Note note && note.reason().equals("TaintManagerEviction");
  }

  @Test
  void aPodWhoseOwnerIsGoneIsDeletedAfterAWhile() {
    var web = Things.deployment("web", 1);
    Pod left = Things.pod("web-1").ownedBy(web).on("n1").build();
    world.put(web, node("n1"), left).remove(web);
    world.pass(Duration.ofSeconds(19));
    assertThat(world.read(left).metadata().isDeleting()).isFalse();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.read(left).metadata().isDeleting()).isTrue();
  }

  @Test
  void aPodWhoseOwnerIsSeenLaterIsKept() {
    var web = Things.deployment("web", 1);
    Pod pod = Things.pod("web-1").ownedBy(web).on("n1").build();
    world.put(node("n1"), pod);
    world.pass(Duration.ofSeconds(10));
    world.put(web);
    world.pass(Duration.ofHours(1));
    assertThat(world.read(pod).metadata().isDeleting()).isFalse();
  }

  @Test
  void aPodWhoseNodeIsNoMoreIsRemoved() {
    Pod pod = Things.pod("web").on("n9").build();
    world.put(node("n1"), pod);
    world.pass(Duration.ofHours(1));
    assertThat(world.has(pod)).isTrue();
    silent("n9");
    world.pass(Duration.ofSeconds(20));
    assertThat(world.has(pod)).isFalse();
  }

  @Test
  void aBarePodIsPolledAndStartedAgainInPlace() {
    Pod bare = Things.pod("bare").on("n1").build();
    world.put(node("n1"), bare);
    var path = PodPath.of(bare);
    assertThat(root.polled()).contains(path);
    world.effects();
    root.tell(
        new Signal.ChildPolled(path, new Polled.Alive(new Incarnation(1), new NodeName("n1"))));
    root.tell(new Signal.ChildPolled(path, new Polled.Gone(new Revision(3))));
    assertThat(spawned()).containsExactly(path + " on n1");
    world.remove(bare);
    assertThat(root.polled()).doesNotContain(path);
  }

  @Test
  void aPodOfADeploymentIsNotItsChild() {
    var web = Things.deployment("web", 1);
    Pod pod = Things.pod("web-1").ownedBy(web).on("n1").build();
    world.put(web, node("n1"), pod);
    assertThat(root.polled()).doesNotContain(PodPath.of(pod));
  }

  @Test
  void aNamespaceThatIsDeletedIsEmptiedInOrderAndRemoved() {
    var spaced = Things.namespace("default");
    var web = Things.deployment("web", 1);
    var settings = Things.configMap("settings");
    Pod bare = Things.pod("bare").on("n1").build();
    world.put(spaced, node("n1"), web, settings, bare);
    world.put(spaced.withMetadata(spaced.metadata().withDeletionTimestamp(world.now())));
    assertThat(world.has(web)).isFalse();
    assertThat(world.read(bare).metadata().isDeleting()).isTrue();
    assertThat(world.has(settings)).isTrue();
    world.leavingPodsGo();
    assertThat(world.has(settings)).isFalse();
    assertThat(world.has(spaced)).isFalse();
    assertThat(world.effects(Effect.Unobserve.class))
        .contains(new Effect.Unobserve(new Interest.OfType(ResourceType.SECRET)));
  }

  @Test
  void aDeposedRootEnds() {
    world.interfere(action -> Optional.of(new Outcome.Refused("Fenced", "deposed")));
    root.tell(
        new Signal.Performed(
            new Action.Remove(node("n1").key(), node("n1").metadata().uid()),
            new Outcome.Refused("Fenced", "deposed")));
    assertThat(root.ended()).isTrue();
  }

  @Test
  void aBurstOfPodChangesCausesNoEffects() {
    var web = Things.deployment("web", 1);
    Pod pod = Things.pod("web-1").ownedBy(web).on("n1").build();
    world.put(web, node("n1"), pod);
    alive("n1");
    world.effects();
    world.put(pod.withStatus(World.running(world.now(), true)));
    assertThat(world.effects()).isEmpty();
  }
}
