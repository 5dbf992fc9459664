package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Message;
import io.nokube.actor.Outcome;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write.Reason;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One actor on one node: what it asks for is done, and what happens reaches it in order.
class ActorLifeTest {
  private static final OwnershipPath AGENT = OwnershipPath.agent(new NodeName("n1"));
  private static final OwnershipPath POD = OwnershipPath.top("default", "pod", "web");

  record Word(String text) implements Message {}

  private final Vertx vertx = Vertx.vertx();
  private final RecordingKind agent = new RecordingKind("agent");
  private final RecordingKind pod = new RecordingKind("pod");
  private final TestNode node = TestNode.alone(vertx, agent, pod);

  @AfterEach
  void close() throws Exception {
    node.close();
    vertx.close().await();
  }

  private void agentStarts(Effect... effects) {
    agent.starting(_ -> List.of(effects));
    node.runtime.spawn(AGENT, Optional.empty());
  }

  private static Effect.Spawn spawnPod() {
    return new Effect.Spawn(POD, new NodeName("n1"), Optional.empty());
  }

  @Test
  void startsOnceItsAliveRecordIsHeld() {
    var predecessor =
        node.liveness
            .records()
            .put(new AliveRecord(AGENT, new NodeName("n2"), "agent", Uid.NONE, "", Instant.EPOCH));
    agentStarts();

    Eventually.that("it waits for the record", () -> node.runtime.actors().size() == 1);
    assertThat(agent.births()).isEmpty();
    node.liveness.records().delete(AGENT);

    Eventually.that("it runs", () -> node.runs(AGENT));
    assertThat(agent.starts(AGENT)).isEqualTo(1);
    assertThat(node.liveness.holds(AGENT, predecessor)).isFalse();
  }

  @Test
  void claimsAgainWhenTheStoreIsBack() {
    node.liveness.away(true);
    agentStarts();
    node.liveness.away(false);

    Eventually.that("it runs", () -> node.runs(AGENT));
  }

  @Test
  void seesObjectsAsTheyAreThenEachChange() {
    var key = TestNode.configMapKey("page");
    agentStarts(new Effect.Observe(new Interest.One(key)));
    Eventually.that("it sees the absence", () -> agent.heard(Signal.Observed.class).size() == 1);

    node.store.put(TestNode.configMap("page", "one"));

    Eventually.that("it sees the object", () -> agent.heard(Signal.Observed.class).size() == 2);
    assertThat(agent.heard(Signal.Observed.class))
        .extracting(Signal.Observed::complete)
        .containsExactly(true, false);
  }

  @Test
  void twoWithTheSameInterestShareOneWatchAndTheLateOneIsShownAll() {
    var interest = new Interest.OfType(ResourceType.CONFIG_MAP);
    node.store.put(TestNode.configMap("page", "one"));
    pod.starting(_ -> List.of(new Effect.Observe(interest)));
    agent.answering(
        (_, signal) -> signal instanceof Signal.Observed ? List.of(spawnPod()) : List.of());
    agentStarts(new Effect.Observe(interest));

    Eventually.that("the pod sees it", () -> pod.heard(Signal.Observed.class).size() == 1);

    assertThat(pod.heard(Signal.Observed.class).getFirst().changes()).hasSize(1);
    assertThat(pod.heard(Signal.Observed.class).getFirst().complete()).isTrue();
    assertThat(node.store.opened()).isEqualTo(1);
  }

  @Test
  void aWatchEndsWithTheLastWhoSees() {
    agent.answering(
        (_, signal) -> signal instanceof Signal.Observed ? List.of(new Effect.End()) : List.of());
    agentStarts(new Effect.Observe(new Interest.OfType(ResourceType.CONFIG_MAP)));

    Eventually.that("it ended", () -> node.runtime.actors().isEmpty());
    Eventually.that("nothing is watched", () -> node.store.watching() == 0);
  }

  @Test
  void talksToOthersOfTheNodeInOrderAndByReference() {
    List<Word> words = IntStream.range(0, 100).mapToObj(i -> new Word("w" + i)).toList();
    agent.answering((_, signal) ->
        signal instanceof Signal.Told
            ? words.stream().map(word -> (Effect) new Effect.Tell(POD, word)).toList()
            : List.of());
    pod.starting(_ -> List.of(new Effect.Tell(AGENT, new Word("born"))));
    agentStarts(spawnPod());

    Eventually.that("all are told", () -> pod.heard(Signal.Told.class).size() == 100);
    for (int i = 0; i < 100; i++) {
      assertThat(pod.heard(Signal.Told.class).get(i).message()).isSameAs(words.get(i));
    }
  }

  @Test
  void actionsAnswerWithTheirOutcome() {
    var create = new Action.Create(TestNode.configMap("page", "one"));
    agent.answering((_, signal) ->
        signal instanceof Signal.Performed(var action, Outcome.Done _)
            ? List.of(new Effect.Perform(action))
            : List.of());
    agentStarts(new Effect.Perform(create));

    Eventually.that("both came back", () -> agent.heard(Signal.Performed.class).size() >= 2);
    assertThat(agent.heard(Signal.Performed.class).get(1).outcome())
        .isInstanceOf(Outcome.Refused.class)
        .extracting("reason")
        .isEqualTo("AlreadyExists");
  }

  @Test
  void publishesTheNewestStatusAndTriesAgainOnConflict() {
    node.store.put(TestNode.configMap("page", "zero"));
    node.store.refuseStatuses(Reason.CONFLICT, Reason.UNAVAILABLE);
    agentStarts(
        new Effect.Publish(TestNode.configMap("page", "one")),
        new Effect.Publish(TestNode.configMap("page", "two")));

    Eventually.that(
        "the newest is stored",
        () ->
            !node.store.statuses().isEmpty()
                && node.store.statuses().getLast().metadata().name().equals("page")
                && node.store.statuses().getLast().toString().contains("two"));
    assertThat(node.store.statuses().toString()).doesNotContain("one");
  }

  @Test
  void aStatusOfWhatIsGoneIsDropped() {
    agent.answering(
        (_, signal) -> signal instanceof Signal.Woken ? List.of(new Effect.End()) : List.of());
    agentStarts(
        new Effect.Publish(TestNode.configMap("page", "one")),
        new Effect.WakeAfter(Duration.ZERO, "end"));

    Eventually.that("it ends", () -> node.runtime.actors().isEmpty());
    assertThat(node.store.statuses()).isEmpty();
  }

  @Test
  void isWokenByTheLastOfTheTimersWithOneTag() {
    agentStarts(
        new Effect.WakeAfter(Duration.ofHours(1), "look"),
        new Effect.WakeAfter(Duration.ofMillis(1), "look"));

    Eventually.that("it is woken", () -> agent.heard(Signal.Woken.class).size() == 1);
  }

  @Test
  void hearsOfItsContainers() {
    agentStarts(spawnPod());
    Eventually.that("the pod runs", () -> node.runs(POD));

    node.engine.say(new EngineEvent.Died(POD, new ContainerId("c1"), 1));

    Eventually.that("it hears", () -> pod.heard(Signal.Engine.class).size() == 1);
    assertThat(agent.heard(Signal.Engine.class)).isEmpty();
  }

  @Test
  void itsEndIsToldToItsParentAfterItsRecordIsReleased() {
    pod.starting(_ ->
        List.of(
            new Effect.Perform(new Action.Create(TestNode.configMap("last", "will"))),
            new Effect.End()));
    agentStarts(spawnPod());

    Eventually.that("the parent is told", () -> agent.heard(Signal.ChildClosed.class).size() == 1);
    assertThat(agent.heard(Signal.ChildClosed.class).getFirst())
        .isEqualTo(new Signal.ChildClosed(POD, ""));
    assertThat(node.runs(POD)).isFalse();
    assertThat(node.liveness.read(POD)).isInstanceOf(Read.Absent.class);
    assertThat(node.store.all(ResourceType.CONFIG_MAP)).hasSize(1);
  }

  @Test
  void aThrowEndsThatActorOnlyAndItsParentRestartsIt() {
    agent.answering((_, signal) ->
        signal instanceof Signal.ChildClosed(_, String failure) && !failure.isEmpty()
            ? List.of(spawnPod())
            : List.of());
    pod.answering((_, signal) -> {
      throw new IllegalStateException("a bug, on purpose, at " + signal);
    });
    agentStarts(spawnPod());
    Eventually.that("the pod runs", () -> node.runs(POD));

    node.engine.say(new EngineEvent.Missed(POD));

    Eventually.that("it runs again", () -> pod.starts(POD) == 2 && node.runs(POD));
    assertThat(agent.starts(AGENT)).isEqualTo(1);
  }

  @Test
  void whatFailsAgainAndAgainTakesItsParentWithItWhichBeginsAnew() {
    agent.answering(
        (_, signal) -> signal instanceof Signal.ChildClosed ? List.of(spawnPod()) : List.of());
    pod.answering((_, signal) -> {
      throw new IllegalStateException("a bug, on purpose, at " + signal);
    });
    agentStarts(spawnPod());

    for (int starts = 1; starts <= 3; starts++) {
      int expected = starts;
      Eventually.that("the pod runs", () -> pod.starts(POD) == expected && node.runs(POD));
      assertThat(agent.starts(AGENT)).isEqualTo(1);
      node.engine.say(new EngineEvent.Missed(POD));
    }

    Eventually.that("its parent begins anew", () -> agent.starts(AGENT) == 2);
    Eventually.that("and has it run", () -> pod.starts(POD) == 4 && node.runs(POD));
    assertThat(agent.heard(Signal.ChildClosed.class)).hasSize(2);
    assertThat(node.stuck).isEmpty();
  }

  @Test
  void aRootThatFailsAgainAndAgainEndsItsProcess() {
    agent.answering((_, signal) -> {
      throw new IllegalStateException("a bug, on purpose, at " + signal);
    });
    agentStarts(new Effect.WakeAfter(Duration.ZERO, "fail"));

    Eventually.that("it is given up", () -> !node.stuck.isEmpty());
    assertThat(agent.starts(AGENT)).isEqualTo(3);
    assertThat(node.stuck)
        .singleElement()
        .asString()
        .startsWith("agent-n1 failed more than 2 times within PT1M, the last time: ")
        .contains("a bug, on purpose");
  }

  @Test
  void aFailedRootIsRestarted() {
    agent.answering((_, signal) -> {
      throw new IllegalStateException("a bug, on purpose, at " + signal);
    });
    agentStarts(new Effect.WakeAfter(Duration.ZERO, "fail"));

    Eventually.that("it was restarted", () -> agent.starts(AGENT) >= 3);
  }

  @Test
  void whatThisNodeDoesNotHostIsSaidToTheParent() {
    var job = OwnershipPath.top("default", "job", "x");
    agentStarts(new Effect.Spawn(job, new NodeName("n1"), Optional.empty()));

    Eventually.that("it is told", () -> agent.heard(Signal.ChildClosed.class).size() == 1);
    assertThat(agent.heard(Signal.ChildClosed.class).getFirst().failure())
        .isEqualTo("node n1 hosts no kind \"job\", so kubecontroller/default/job-x can't run here");
  }

  @Test
  void closingTheNodeReleasesRecordsAndTellsNobody() {
    agentStarts(spawnPod());
    Eventually.that("both run", () -> node.runs(AGENT) && node.runs(POD));

    node.close();

    assertThat(node.liveness.read(AGENT)).isInstanceOf(Read.Absent.class);
    assertThat(node.liveness.read(POD)).isInstanceOf(Read.Absent.class);
    assertThat(agent.heard(Signal.ChildClosed.class)).isEmpty();
  }
}
