package io.nokube.kinds.agent;

import static io.nokube.kinds.testing.Pods.N1;
import static io.nokube.kinds.testing.Pods.busybox;
import static io.nokube.kinds.testing.Pods.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Change;
import io.nokube.actor.Effect.Observe;
import io.nokube.actor.Effect.Publish;
import io.nokube.actor.Effect.Spawn;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Effect.Unobserve;
import io.nokube.actor.Interest;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.Signal.Observed;
import io.nokube.actor.engine.ContainerId;
import io.nokube.kinds.pod.PodMessage.Finished;
import io.nokube.kinds.pod.PodMessage.Here;
import io.nokube.kinds.pod.PodMessage.Terminate;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.Things;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeAddress;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AgentTest {
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "try_again", Duration.ofSeconds(1),
              "stray_grace", Duration.ofSeconds(30),
              "ask_engine_every", Duration.ofSeconds(10),
              "ask_engine_within", Duration.ofSeconds(5)),
          Map.of());
  private static final Interest BOUND = new Interest.BoundTo(N1);
  private static final OwnershipPath PATH = Pods.path(busybox());
  private static final Node COMPOSED = OwnNode.noting(composed(Things.node("n1").build()));
  private static final Interest NODE = new Interest.One(COMPOSED.key());
  private static final Interest POD = new Interest.One(busybox().key());

  private final Driven<?> agent =
      Driven.begun(
          new AgentKind(), new Birth(OwnershipPath.agent(N1), N1, Optional.of(COMPOSED)), SETTINGS);

  private static Node composed(Node node) {
    NodeStatus status = node.status();
    return node.withStatus(
        new NodeStatus(
            status.capacity(),
            status.allocatable(),
            List.of(),
            List.of(new NodeAddress("InternalIP", "127.0.0.2")),
            NodeSystemInfo.UNKNOWN));
  }

  private Driven<?> observes(Interest interest, boolean complete, Change... changes) {
    return agent.signal(new Observed(interest, List.of(changes), complete));
  }

  private Driven<?> binds(Pod pod) {
    return observes(BOUND, false, new Change.Put(pod, true));
  }

  private Driven<?> changes(Pod pod) {
    return observes(BOUND, false, new Change.Put(pod));
  }

  private Driven<?> unbinds(Pod pod) {
    return observes(BOUND, false, new Change.Removed(pod.key(), new Revision(9)));
  }

  private Driven<?> nothingBound() {
    return observes(BOUND, true);
  }

  private Driven<?> reads(Pod pod) {
    return observes(POD, true, new Change.Put(pod));
  }

  private static Pod begun(Pod pod) {
    return pod.withStatus(
        new PodStatus(Phase.RUNNING, List.of(), "", "", "", "", Optional.of(Things.T0), List.of()));
  }

  private static Pod ofUid(String uid) {
    return busybox().withMetadata(busybox().metadata().withUid(new Uid(uid)));
  }

  private static Pod asking(String name, String cpu) {
    Pod pod =
        Pods.of(
            "{'containers':[{'name':'main','image':'busybox:1','resources':{'requests':{'cpu':'"
                + cpu
                + "'}}}]}");
    return pod.withMetadata(pod.metadata().withName(name).withUid(new Uid("uid-" + name)));
  }

  @Nested
  class ItsNode {
    @Test
    void isCreatedIfItIsNotThere() {
      observes(NODE, true, new Change.Removed(COMPOSED.key(), new Revision(2)));

      assertThat(agent.actions()).containsExactly(new Action.Create(COMPOSED));
    }

    @Test
    void keepsTheConditionsOthersSaidAndGetsTheRest() {
      Node stored = Things.node("n1").room("1", "1Gi", 9).build();

      observes(NODE, true, new Change.Put(stored));

      NodeStatus status = ((Node) agent.effects(Publish.class).getFirst().object()).status();
      assertThat(status.ready()).isTrue();
      assertThat(status.capacity()).isEqualTo(COMPOSED.status().capacity());
    }

    @Test
    void isLeftAloneWhileItIsRight() {
      observes(NODE, true, new Change.Put(COMPOSED));

      assertThat(agent.effects()).isEmpty();
    }

    @Test
    void getsItsConfiguredLabelsBesidesThoseOfUsers() {
      Node stored = COMPOSED.withMetadata(COMPOSED.metadata().withLabels(Map.of("disk", "ssd")));

      observes(NODE, true, new Change.Put(stored));

      Node updated = (Node) agent.action(Action.Update.class).object();
      assertThat(updated.metadata().labels())
          .isEqualTo(Map.of("disk", "ssd", "kubernetes.io/hostname", "n1"));
    }
  }

  @Nested
  class ItsConfiguration {
    @Test
    void isWrittenAgainIfItWasOvertaken() {
      Node stored = COMPOSED.withMetadata(COMPOSED.metadata().withLabels(Map.of()));
      observes(NODE, true, new Change.Put(stored));
      assertThat(agent.actions()).hasAtLeastOneElementOfType(Action.Update.class);

      observes(NODE, false, new Change.Put(stored));

      assertThat(agent.action(Action.Update.class).object().metadata().labels())
          .containsEntry("kubernetes.io/hostname", "n1");
    }
  }

  @Nested
  class APodOfTheSameName {
    @Test
    void isTakenThoughAPollFindsItsPredecessorGoneBeforeItsEndIsHeard() {
      binds(ofUid("u1"));
      unbinds(ofUid("u1"));
      binds(ofUid("u2"));
      agent.signal(new Signal.ChildPolled(PATH, new Polled.Gone(new Revision(9))));
      agent.signal(new Signal.ChildClosed(PATH, ""));

      reads(ofUid("u2"));
      assertThat(agent.effects(Observe.class)).containsExactly(new Observe(POD));
      reads(ofUid("u2"));

      assertThat(agent.effects(Spawn.class))
          .singleElement()
          .satisfies(spawn ->
              assertThat(spawn.subject().orElseThrow().metadata().uid()).isEqualTo(new Uid("u2")));
    }
  }

  @Nested
  class WhatRanBefore {
    private final Pod old = asking("old", "3");
    private final Pod fresh = asking("fresh", "3");

    private List<OwnershipPath> spawned() {
      return agent.effects(Spawn.class).stream().map(Spawn::child).toList();
    }

    @Test
    void keepsItsRoomThoughAnotherPodIsBoundBeforeItIsRead() {
      observes(BOUND, true, new Change.Put(old));
      binds(fresh);
      assertThat(agent.effects()).isEmpty();

      observes(new Interest.One(old.key()), true, new Change.Put(begun(old)));

      assertThat(spawned()).containsExactly(Pods.path(old));
      assertThat(agent.notes()).singleElement().asString().startsWith("OutOfcpu");
    }

    @Test
    void leavesItsRoomIfItIsNoMore() {
      observes(BOUND, true, new Change.Put(old));
      binds(fresh);

      observes(new Interest.One(old.key()), true, new Change.Removed(old.key(), new Revision(9)));

      assertThat(spawned()).containsExactly(Pods.path(fresh));
    }
  }

  @Nested
  class ItsEngine {
    private static final Action ASK = new Action.AskEngine(Duration.ofSeconds(5));
    private static final Outcome ANSWER =
        new Outcome.Done(new Result.Engine("docker://1", Set.of()));
    private static final Outcome NOBODY = new Outcome.Refused("Unavailable", "no such file");

    private List<String> published() {
      return agent.effects(Publish.class).stream()
          .map(it -> ((Node) it.object()).status())
          .map(it ->
              it.conditions().getFirst().status() + " " + it.nodeInfo().containerRuntimeVersion())
          .toList();
    }

    @Test
    void isAskedAtOnce() {
      assertThat(agent.actions()).containsExactly(ASK);
    }

    @Test
    void isAskedAgainNowAndThenAndSoonerWhileItIsAway() {
      agent.outcome(ASK, ANSWER);
      assertThat(agent.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(10));

      agent.woken(agent.wakes().getFirst().tag());
      assertThat(agent.actions()).containsExactly(ASK);

      agent.outcome(ASK, NOBODY);
      assertThat(agent.wakes().getFirst().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void isSaidToBeThereOnceTheNodeIs() {
      agent.outcome(ASK, ANSWER);
      assertThat(agent.effects(Publish.class)).isEmpty();

      observes(NODE, true, new Change.Put(COMPOSED));

      assertThat(published()).containsExactly("True docker://1");
      assertThat(agent.notes()).containsExactly("NodeReady: Node n1 status is now: NodeReady");
    }

    @Test
    void thatGoesAndComesBackIsSaidOnceEach() {
      observes(NODE, true, new Change.Put(COMPOSED));
      agent.outcome(ASK, ANSWER);

      agent.outcome(ASK, NOBODY);
      assertThat(published()).containsExactly("False docker://1");
      assertThat(agent.notes())
          .containsExactly("NodeNotReady: Node n1 status is now: NodeNotReady");
      agent.outcome(ASK, NOBODY);
      assertThat(agent.effects(Publish.class)).isEmpty();
      assertThat(agent.notes()).isEmpty();

      agent.outcome(ASK, new Outcome.Done(new Result.Engine("docker://2", Set.of())));
      assertThat(published()).containsExactly("True docker://2");
      assertThat(agent.notes()).containsExactly("NodeReady: Node n1 status is now: NodeReady");
    }

    @Test
    void thatStaysAsItIsCostsNoWrite() {
      observes(NODE, true, new Change.Put(COMPOSED));
      agent.outcome(ASK, ANSWER);
      Node said = (Node) agent.effects(Publish.class).getFirst().object();
      observes(NODE, false, new Change.Put(said));
      assertThat(agent.effects()).isEmpty();

      agent.after(Duration.ofSeconds(10)).outcome(ASK, ANSWER);

      assertThat(agent.effects()).containsExactlyElementsOf(agent.wakes());
    }

    @Test
    void isSaidAgainWhenTheNodeWasThoughtToBeSilent() {
      observes(NODE, true, new Change.Put(COMPOSED));
      agent.outcome(ASK, ANSWER);

      observes(NODE, false, new Change.Put(Things.node("n1").silent().build()));

      assertThat(published()).containsExactly("True docker://1");
      assertThat(agent.notes()).containsExactly("NodeReady: Node n1 status is now: NodeReady");
    }

    @Test
    void isLeftAsItIsSaidUntilItWasAsked() {
      Node stored =
          COMPOSED.withStatus(
              new NodeStatus(
                  COMPOSED.status().capacity(),
                  COMPOSED.status().allocatable(),
                  Things.node("n1").silent().build().status().conditions(),
                  COMPOSED.status().addresses(),
                  COMPOSED.status().nodeInfo()));

      observes(NODE, true, new Change.Put(stored));

      assertThat(agent.effects()).isEmpty();
    }

    @Test
    void thatIsDownChangesNothingOfThePods() {
      nothingBound();
      binds(busybox());

      agent.outcome(ASK, NOBODY);

      assertThat(agent.effects()).containsExactlyElementsOf(agent.wakes());
    }
  }

  @Nested
  class APod {
    @Test
    void boundAMomentAgoIsSpawnedAtOnceWithTheNodesAddress() {
      nothingBound();

      binds(busybox());

      Spawn spawn = agent.effects(Spawn.class).getFirst();
      assertThat(spawn.child()).isEqualTo(PATH);
      assertThat(((Pod) spawn.subject().orElseThrow()).status().hostIP()).isEqualTo("127.0.0.2");
    }

    @Test
    void foundBoundIsReadFirst() {
      observes(BOUND, true, new Change.Put(busybox()));
      assertThat(agent.effects(Observe.class)).containsExactly(new Observe(POD));
      assertThat(agent.effects(Spawn.class)).isEmpty();

      reads(begun(busybox()));

      assertThat(agent.effects(Unobserve.class)).containsExactly(new Unobserve(POD));
      Pod subject = (Pod) agent.effects(Spawn.class).getFirst().subject().orElseThrow();
      assertThat(subject.status().startTime()).contains(Things.T0);
    }

    @Test
    void thatWasRunningIsNotJudgedAgain() {
      Pod big = begun(asking("web", "64"));
      observes(BOUND, true, new Change.Put(big));

      observes(new Interest.One(big.key()), true, new Change.Put(big));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void forWhichThereIsNoRoomFailsWithTheReason() {
      nothingBound();
      binds(asking("a", "3"));
      assertThat(agent.effects(Spawn.class)).hasSize(1);

      binds(asking("b", "3"));

      assertThat(agent.effects(Spawn.class)).isEmpty();
      PodStatus status = ((Pod) agent.effects(Publish.class).getFirst().object()).status();
      assertThat(status.phase()).isEqualTo(Phase.FAILED);
      assertThat(status.reason()).isEqualTo("OutOfcpu");
      assertThat(status.message()).startsWith("Pod was rejected: ");
    }

    @Test
    void thatWasRejectedIsRemovedWhenItIsDeleted() {
      nothingBound();
      Pod big = asking("big", "64");
      binds(big);

      changes(Pods.deleting(big, 30));

      assertThat(agent.actions())
          .containsExactly(new Action.Remove(big.key(), big.metadata().uid()));
    }

    @Test
    void thatFinishedNeedsNoRoom() {
      nothingBound();
      Pod a = asking("a", "3");
      binds(a);
      agent.told(Pods.path(a), new Finished(a.metadata().uid()));

      binds(asking("b", "3"));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void thatIsDeletedIsToldToEndOnceAndAgainWhenItMayHaveMissedIt() {
      nothingBound();
      binds(busybox());
      changes(Pods.deleting(busybox(), 5));
      Tell terminate = new Tell(PATH, new Terminate(Duration.ofSeconds(5)));
      assertThat(agent.effects()).containsExactly(terminate);

      changes(Pods.deleting(busybox(), 5));
      assertThat(agent.effects()).isEmpty();

      agent.told(PATH, new Here(busybox().metadata().uid()));
      assertThat(agent.effects()).containsExactly(terminate);
    }

    @Test
    void whoseGraceIsShortenedIsToldAgain() {
      nothingBound();
      binds(busybox());
      changes(Pods.deleting(busybox(), 30));

      changes(Pods.deleting(busybox(), 0));

      assertThat(agent.effects()).containsExactly(new Tell(PATH, new Terminate(Duration.ZERO)));
    }

    @Test
    void thatIsBoundNoMoreIsToldToEnd() {
      nothingBound();
      binds(busybox());

      unbinds(busybox());

      assertThat(agent.effects())
          .containsExactly(new Tell(PATH, new Terminate(Duration.ofSeconds(30))));
    }

    @Test
    void thatOutlivedItsBindingWhileTheAgentWasAwayIsToldToEnd() {
      nothingBound();

      agent.told(PATH, new Here(new Uid("u0")));

      assertThat(agent.effects())
          .containsExactly(new Tell(PATH, new Terminate(Duration.ofSeconds(30))));
    }

    @Test
    void isNotToldToEndBeforeAllBindingsAreKnown() {
      agent.told(PATH, new Here(new Uid("u0")));

      assertThat(agent.effects()).isEmpty();
    }

    @Test
    void ofTheSameNameWaitsUntilTheOldOneEnded() {
      nothingBound();
      binds(busybox());
      binds(ofUid("u2"));
      assertThat(agent.effects(Spawn.class)).isEmpty();
      assertThat(agent.effects(Tell.class)).hasSize(1);

      agent.signal(new Signal.ChildClosed(PATH, ""));
      assertThat(agent.effects(Observe.class)).containsExactly(new Observe(POD));
      reads(ofUid("u2"));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void whoseActorFailedIsReadAndSpawnedAgain() {
      nothingBound();
      binds(busybox());
      agent.signal(new Signal.ChildClosed(PATH, "it threw"));
      assertThat(agent.wakes().getFirst().delay()).isEqualTo(Duration.ZERO);

      agent.woken(agent.wakes().getFirst().tag());
      reads(begun(busybox()));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void whoseRecordIsGoneIsReadAndSpawnedAgain() {
      nothingBound();
      binds(busybox());
      agent.signal(new Signal.ChildPolled(PATH, new Polled.Gone(new Revision(8))));
      assertThat(agent.effects(Observe.class)).containsExactly(new Observe(POD));

      reads(begun(busybox()));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }

    @Test
    void ofWhichNothingIsKnownStays() {
      nothingBound();
      binds(busybox());

      agent.signal(new Signal.ChildPolled(PATH, new Polled.Unknown("bus is away")));

      assertThat(agent.effects()).isEmpty();
    }

    @Test
    void thatEndedAndIsUnboundIsForgotten() {
      nothingBound();
      binds(busybox());
      unbinds(busybox());
      agent.signal(new Signal.ChildClosed(PATH, ""));
      assertThat(agent.effects()).isEmpty();

      binds(ofUid("u2"));

      assertThat(agent.effects(Spawn.class)).hasSize(1);
    }
  }

  @Nested
  class Strays {
    private static final Action.Find ALL = new Action.Find(OwnershipPath.KUBECONTROLLER);

    @Test
    void areLookedForOnceAllBindingsAreKnown() {
      nothingBound();
      assertThat(agent.actions()).containsExactly(ALL);

      nothingBound();
      assertThat(agent.actions()).isEmpty();
    }

    @Test
    void areStoppedAndRemovedWithTheirFolder() {
      nothingBound();
      agent.found(ALL, Pods.seen(PATH.child("container", "main"), "c0", "h", 0, running()));
      ContainerId stray = new ContainerId("c0");
      assertThat(agent.actions()).containsExactly(new Action.Stop(stray, Duration.ofSeconds(30)));
      agent.done(agent.action(Action.Stop.class));
      agent.done(agent.action(Action.RemoveContainer.class));

      assertThat(agent.actions()).containsExactly(new Action.RemoveFolder(PATH));
    }

    @Test
    void thatAppearAfterAllThatKnewOfThemIsGoneAreFoundLater() {
      Action ask = new Action.AskEngine(Duration.ofSeconds(5));
      Outcome answer =
          new Outcome.Done(new Result.Engine("docker://1", Set.of(busybox().metadata().uid())));
      assertThat(agent.outcome(ask, answer).actions()).isEmpty();
      nothingBound();
      agent.found(ALL);

      assertThat(agent.outcome(ask, answer).actions()).containsExactly(ALL);
      agent.found(ALL, Pods.seen(PATH.child("container", "main"), "c0", "h", 0, running()));
      assertThat(agent.actions()).hasOnlyElementsOfType(Action.Stop.class);
      assertThat(agent.outcome(ask, answer).actions()).as("while they end").isEmpty();
    }

    @Test
    void areNotLookedForWhileTheEngineHasNoneButThoseOfItsPods() {
      Pod pod = busybox();
      observes(BOUND, true, new Change.Put(pod));
      agent.found(ALL);

      agent.outcome(
          new Action.AskEngine(Duration.ofSeconds(5)),
          new Outcome.Done(new Result.Engine("docker://1", Set.of(pod.metadata().uid()))));

      assertThat(agent.actions()).isEmpty();
    }

    @Test
    void areNoneOfThoseThatAreBound() {
      observes(BOUND, true, new Change.Put(busybox()));

      agent.found(ALL, Pods.seen(PATH.child("container", "main"), "c0", "h", 0, running()));

      assertThat(agent.effects()).isEmpty();
    }

    @Test
    void theirFolderStaysIfANewPodHasTheName() {
      observes(BOUND, true, new Change.Put(ofUid("u2")));
      agent.found(ALL, Pods.seen(PATH.child("container", "main"), "c0", "h", 0, Pods.exited(0)));

      agent.done(agent.action(Action.RemoveContainer.class));

      assertThat(agent.effects()).isEmpty();
    }
  }
}
