package io.nokube.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Effect;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.memory.InMemoryLiveness;
import io.nokube.runtime.memory.InMemoryStore;
import io.nokube.runtime.memory.ScriptedEngine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final OwnershipPath AGENT = OwnershipPath.agent(N1);
  private static final OwnershipPath POD = OwnershipPath.top("default", "pod", "web");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final InMemoryLiveness liveness = new InMemoryLiveness(new InMemoryLiveness.Records());
  private final ScriptedEngine engine = new ScriptedEngine();
  private final RecordingKind agent = new RecordingKind("agent");
  private final RecordingKind pod = new RecordingKind("pod");
  private final List<String> stuck = new CopyOnWriteArrayList<>();
  private final CountDownLatch hang = new CountDownLatch(1);

  private NodeRuntime start(Threading threading) {
    pod.answering((birth, signal) -> {
      if (signal instanceof Signal.Engine && pod.starts(POD) == 1) {
        await(hang);
      }
      return List.of();
    });
    Effect spawn = new Effect.Spawn(POD, N1, Optional.empty());
    agent.starting(_ -> List.of(spawn));
    agent.answering(
        (_, signal) -> signal instanceof Signal.ChildClosed ? List.of(spawn) : List.of());
    NodeRuntime runtime =
        NodeRuntime.start(
            vertx,
            N1,
            new Ports(new InMemoryStore(liveness), liveness, engine),
            TestNode.quick(),
            List.of(
                new HostedKind(agent, Threading.VIRTUAL_THREAD, Settings.NONE),
                new HostedKind(pod, threading, Settings.NONE)),
            stuck::add);
    runtime.spawn(AGENT, Optional.empty());
    Eventually.that(
        "the pod runs",
        () ->
            runtime.actors().stream()
                .anyMatch(actor -> actor.path().equals(POD) && actor.incarnation().isPresent()));
    return runtime;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    hang.countDown();
    vertx.close().await();
  }

  @Test
  void anActorThatHangsLosesItsRecordAndIsRestartedWhileNobodyElseIsHarmed() {
    try (NodeRuntime _ = start(Threading.VIRTUAL_THREAD)) {
      engine.say(new EngineEvent.Missed(POD));

      Eventually.that("it is restarted", () -> pod.starts(POD) == 2);
      assertThat(agent.heard(Signal.ChildClosed.class).getFirst().failure())
          .startsWith("it handled no signal for");
      assertThat(agent.starts(AGENT)).isEqualTo(1);
      assertThat(stuck).isEmpty();
      hang.countDown();
    }
  }

  @Test
  void anEventLoopThatHangsIsSaidToBeStuckOnce() {
    try (NodeRuntime _ = start(Threading.EVENT_LOOP)) {
      engine.say(new EngineEvent.Missed(POD));

      Eventually.that("it is said", () -> !stuck.isEmpty());
      assertThat(stuck).singleElement().asString().contains("event loop").contains("node n1");
      hang.countDown();
    }
  }

  @Test
  void whoMakesProgressOrHasNothingToDoDoesNotStall() {
    Stalls<String> stalls = new Stalls<>();
    OptionalLong none = OptionalLong.of(7);

    assertThat(stalls.lasting("a", none, Duration.ofSeconds(1))).isZero();
    assertThat(stalls.lasting("a", none, Duration.ofSeconds(3))).hasSeconds(2);
    assertThat(stalls.lasting("a", OptionalLong.of(8), Duration.ofSeconds(4))).isZero();
    assertThat(stalls.lasting("a", OptionalLong.empty(), Duration.ofSeconds(5))).isZero();
  }
}
