package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Effect;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.PodEngine.LogRequest;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.meta.OwnerReference;
import io.nokube.runtime.memory.InMemoryLiveness;
import io.nokube.runtime.memory.InMemoryStore;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Two nodes on one bus and one store: parents and children find one another, whoever dies.
class TwoNodesTest {
  private static final NodeName N2 = new NodeName("n2");
  private static final OwnershipPath ROOT = OwnershipPath.KUBECONTROLLER;
  private static final OwnershipPath POD = OwnershipPath.top("default", "pod", "web");

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryLiveness.Records records = new InMemoryLiveness.Records();
  private final InMemoryLiveness liveness1 = new InMemoryLiveness(records);
  private final InMemoryLiveness liveness2 = new InMemoryLiveness(records);
  private final InMemoryStore store = new InMemoryStore(liveness1);
  private final RecordingKind root = new RecordingKind("kubecontroller");
  private final RecordingKind pod = new RecordingKind("pod");
  private final RecordingKind agent = new RecordingKind("agent");
  private final TestNode n1 = node("n1", liveness1);
  private final TestNode n2 = node("n2", liveness2);

  private TestNode node(String name, InMemoryLiveness liveness) {
    TestNode node = new TestNode(vertx, name, liveness, store, TestNode.quick(), root, pod, agent);
    node.runtime.spawn(node.agent(), Optional.empty());
    Eventually.that(name + "'s agent runs", () -> node.runs(node.agent()));
    return node;
  }

  @AfterEach
  void close() throws Exception {
    n1.close();
    n2.close();
    vertx.close().await();
  }

  private void rootOnN1Spawns(OwnershipPath child, NodeName node, Optional<KubeObject> subject) {
    root.starting(_ -> List.of(new Effect.Spawn(child, node, subject)));
    n1.runtime.candidate(ROOT);
  }

  private static AliveRecord recordOf(OwnershipPath path, NodeName node) {
    return new AliveRecord(path, node, path.kind(), Uid.NONE, "", Instant.EPOCH);
  }

  private <T extends Polled> List<T> polls(Class<T> verdict) {
    return root.heard(Signal.ChildPolled.class).stream()
        .map(Signal.ChildPolled::polled)
        .filter(verdict::isInstance)
        .map(verdict::cast)
        .toList();
  }

  private <T extends Polled> List<T> parentPolls(Class<T> verdict) {
    return pod.heard(Signal.ParentPolled.class).stream()
        .map(Signal.ParentPolled::polled)
        .filter(verdict::isInstance)
        .map(verdict::cast)
        .toList();
  }

  @Nested
  class ParentsPoll {
    @Test
    void aNodeHearsAnotherOnlyWhileItsAgentRuns() throws InterruptedException {
      assertThat(n1.runtime.hears(N2)).isTrue();
      assertThat(n1.runtime.hears(new NodeName("n3"))).isFalse();
    }

    @Test
    void aChildOnAnotherNodeIsStartedThereWithItsSubjectAndSeenAlive() {
      ConfigMap subject = TestNode.configMap("page", "one");
      rootOnN1Spawns(POD, N2, Optional.of(subject));

      Eventually.that("it is seen alive", () -> !polls(Polled.Alive.class).isEmpty());
      assertThat(polls(Polled.Alive.class).getFirst().node()).isEqualTo(N2);
      assertThat(n2.runs(POD)).isTrue();
      assertThat(pod.births().getFirst().subject()).contains(subject);
    }

    @Test
    void aChildThatIsWellIsToldOnce() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("it is seen alive", () -> !polls(Polled.Alive.class).isEmpty());

      n1.engine.say(new EngineEvent.Missed(ROOT));
      Eventually.that("signals pass", () -> root.heard(Signal.Engine.class).size() == 1);

      assertThat(polls(Polled.Alive.class)).hasSize(1);
    }

    @Test
    void aChildOfADeadNodeIsGoneAndSaidToBeEachTime() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("it is seen alive", () -> !polls(Polled.Alive.class).isEmpty());

      n2.close();

      Eventually.that("it is gone", () -> polls(Polled.Gone.class).size() >= 2);
    }

    @Test
    void aSilentNodeWhoseRecordStandsIsAlive() {
      var seen = new OwnershipPath("agent-n9");
      records.put(recordOf(seen, new NodeName("n9")));
      root.starting(_ -> List.of(new Effect.Adopt(seen, new NodeName("n9"))));
      n1.runtime.candidate(ROOT);

      Eventually.that("it is alive", () -> !polls(Polled.Alive.class).isEmpty());
    }

    @Test
    void nothingIsGoneWhileContactIsYoung() {
      liveness1.contact(Duration.ofSeconds(1));
      root.starting(_ -> List.of(new Effect.Adopt(POD, N2)));
      n1.runtime.candidate(ROOT);

      Eventually.that("it was polled", () -> polls(Polled.Unknown.class).size() >= 2);
      assertThat(polls(Polled.Gone.class)).isEmpty();
    }

    @Test
    void aForgottenChildIsPolledNoMore() {
      root.starting(_ -> List.of(new Effect.Adopt(POD, N2)))
          .answering((_, signal) ->
              signal instanceof Signal.ChildPolled ? List.of(new Effect.Forget(POD)) : List.of());
      n1.runtime.candidate(ROOT);
      Eventually.that("it was polled", () -> polls(Polled.class).size() == 1);

      pod.starting(_ -> List.of());
      n2.runtime.spawn(POD, Optional.empty());
      Eventually.that("it has polled its parent", () -> parentPolls(Polled.class).size() == 1);
      assertThat(polls(Polled.class)).hasSize(1);
    }
  }

  @Nested
  class ChildrenPoll {
    @Test
    void aParentElsewhereIsFoundByItsRecord() {
      rootOnN1Spawns(POD, N2, Optional.empty());

      Eventually.that("it is alive", () -> !parentPolls(Polled.Alive.class).isEmpty());
      assertThat(parentPolls(Polled.Alive.class).getFirst().node().text()).isEqualTo("n1");
    }

    @Test
    void kubecontrollerIsGoneOnlyAfterNobodyHasBeenItForTheGrace() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("it is alive", () -> !parentPolls(Polled.Alive.class).isEmpty());

      n1.close();

      Eventually.that("it is gone", () -> !parentPolls(Polled.Gone.class).isEmpty());
      assertThat(parentPolls(Polled.Unknown.class)).isNotEmpty();
    }

    @Test
    void anOwnedChildsParentIsGoneWithItsObjectAndNotBefore() {
      KubeObject owner = store.put(TestNode.configMap("owner", "one"));
      OwnershipPath child = OwnershipPath.top("default", "configmap", "owner").child("pod", "web");
      ConfigMap plain = TestNode.configMap("web", "two");
      ConfigMap subject =
          plain.withMetadata(
              plain.metadata().withOwnerReferences(List.of(OwnerReference.controller(owner))));
      rootOnN1Spawns(child, N2, Optional.of(subject));

      Eventually.that("it is unknown", () -> parentPolls(Polled.Unknown.class).size() > 3);
      assertThat(parentPolls(Polled.Gone.class)).isEmpty();
      store.drop(owner.key());

      Eventually.that("it is gone", () -> !parentPolls(Polled.Gone.class).isEmpty());
    }
  }

  @Nested
  class Election {
    @Test
    void theNextCandidateTakesOverAndAdopts() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("n1 is elected", () -> n1.runs(ROOT) && n2.runs(POD));
      n2.runtime.candidate(ROOT);

      n1.close();

      Eventually.that("n2 is elected", () -> n2.runs(ROOT));
      assertThat(pod.starts(POD)).isEqualTo(1);
    }

    @Test
    void theDeposedLetsItsChildrenGoToWhereTheNewOneWantsThem() {
      root.starting(birth -> List.of(new Effect.Spawn(POD, birth.node(), Optional.empty())));
      n1.runtime.candidate(ROOT);
      Eventually.that("n1 is elected", () -> n1.runs(ROOT) && n1.runs(POD));
      liveness1.away(true);
      records.delete(ROOT);
      n2.runtime.candidate(ROOT);

      Eventually.that("n2 is elected and n1 lets go", () -> n2.runs(ROOT) && !n1.runs(POD));
      liveness1.away(false);

      Eventually.that("the child runs beside its parent", () -> n2.runs(POD));
    }
  }

  @Nested
  class Leases {
    @Test
    void aLostLeaseIsClaimedAnewAndActorsLiveOn() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("it is seen alive", () -> !polls(Polled.Alive.class).isEmpty());

      liveness2.loseLease();

      Eventually.that("it holds a record again", () -> n2.runs(POD) && n2.runs(n2.agent()));
      Eventually.that(
          "its parent knows its new incarnation", () -> polls(Polled.Alive.class).size() == 2);
    }

    @Test
    void aRemovedRecordHasTheActorRestartedInPlace() {
      agent.answering((birth, signal) ->
          signal instanceof Signal.Engine || signal instanceof Signal.ChildClosed
              ? List.of(new Effect.Spawn(POD, birth.node(), Optional.empty()))
              : List.of());
      n2.engine.say(new EngineEvent.Missed(n2.agent()));
      Eventually.that("it runs", () -> n2.runs(POD) && liveness2.watches(POD));

      records.delete(POD);

      Eventually.that("it runs again", () -> pod.starts(POD) == 2 && n2.runs(POD));
      assertThat(agent.heard(Signal.ChildClosed.class))
          .containsExactly(new Signal.ChildClosed(POD, "its alive record was removed"));
    }

    @Test
    void aRemovedRecordOfTheAgentIsClaimedAnewAndTheAgentLivesOn() {
      Eventually.that("it is watched", () -> liveness2.watches(n2.agent()));

      records.delete(n2.agent());

      Eventually.that(
          "it is held again",
          () -> n2.runs(n2.agent()) && liveness2.read(n2.agent()) instanceof Read.Found);
      assertThat(agent.starts(n2.agent())).isEqualTo(1);
    }

    @Test
    void aRecordThatAnotherNodeTookEndsTheLifeAndDestroysNothing() {
      rootOnN1Spawns(POD, N2, Optional.empty());
      Eventually.that("it runs", () -> n2.runs(POD) && liveness2.watches(POD));

      records.put(recordOf(POD, new NodeName("n9")));
      liveness2.loseLease();

      Eventually.that("it is let go", () -> !n2.runs(POD));
      Eventually.that(
          "the parent sees it elsewhere",
          () ->
              polls(Polled.Alive.class).stream()
                  .anyMatch(alive -> alive.node().equals(new NodeName("n9"))));
    }
  }

  @Nested
  class LogsOfOtherNodes {
    private LogRequest request(OwnershipPath container) {
      return new LogRequest(container, true, false, false, -1, -1, -1);
    }

    @Test
    void arriveInPiecesUntilTheirEnd() throws Exception {
      n2.engine.log(POD, "one", "two", "");

      try (Logs.Open log = (Logs.Open) n1.runtime.logs().open(N2, request(POD))) {
        assertThat(piece(log)).isEqualTo("one");
        assertThat(piece(log)).isEqualTo("two");
        assertThat(log.next(Duration.ofSeconds(1))).isEmpty();
      }
      Eventually.that("it is closed there", () -> n2.engine.closedLogs().equals(List.of(POD)));
    }

    @Test
    void anIdleOneIsClosed() {
      n2.engine.log(POD, "one");
      n1.runtime.logs().open(N2, request(POD));

      Eventually.that("it is closed", () -> n2.engine.closedLogs().equals(List.of(POD)));
    }

    @Test
    void oneThatIsNotThereSaysWhy() {
      assertThat(n1.runtime.logs().open(N2, request(POD)))
          .isEqualTo(new Logs.None(POD + " has no log"));
    }

    @Test
    void onlySoManyAreReadAtATime() {
      n2.engine.log(POD, "one");
      n1.runtime.logs().open(N2, request(POD));
      n1.runtime.logs().open(N2, request(POD));

      assertThat(n1.runtime.logs().open(N2, request(POD)))
          .isEqualTo(new Logs.None("too many logs of node n2 are being read: try again later"));
    }

    @Test
    void aNodeThatIsSilentSaysSo() {
      assertThat(n1.runtime.logs().open(new NodeName("n9"), request(POD)))
          .isInstanceOf(Logs.None.class)
          .extracting("why")
          .asString()
          .startsWith("node n9 does not answer on the bus");
    }

    private String piece(Logs.Open log) {
      return new String(log.next(Duration.ofSeconds(1)).orElseThrow(), StandardCharsets.UTF_8);
    }
  }
}
