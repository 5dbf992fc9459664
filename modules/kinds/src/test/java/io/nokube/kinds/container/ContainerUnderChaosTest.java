package io.nokube.kinds.container;

import static io.nokube.kinds.testing.Pods.N1;

import io.nokube.actor.Birth;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.kinds.container.ContainerMessage.Be;
import io.nokube.kinds.container.ContainerMessage.Hello;
import io.nokube.kinds.container.ContainerMessage.Stop;
import io.nokube.kinds.container.Wanted.Resolution;
import io.nokube.kinds.testing.Chaos;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.SimEngine;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whatever happens, in whatever order: never two at once, at last exactly one, in the end none.
class ContainerUnderChaosTest {
  private static final int WORLDS = 2_000;
  private static final int STEPS = 60;
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "look_again", Duration.ofSeconds(1)),
          Map.of());
  private static final Pod POD = Pods.busybox();
  private static final OwnershipPath PATH = Pods.container(POD, "main");
  private static final OwnershipPath PARENT = Pods.path(POD);
  private static final Be BE =
      new Be(
          new Wanted(
              "h1",
              ImagePullPolicy.IF_NOT_PRESENT,
              RestartPolicy.ALWAYS,
              Duration.ofSeconds(30),
              new Resolution.Ready(
                  new ContainerPlan(
                      new PodIdentity(PARENT, "default", "web", POD.metadata().uid(), N1),
                      PATH,
                      "main",
                      "busybox:1",
                      "h1",
                      0,
                      List.of(),
                      List.of(),
                      "",
                      List.of(),
                      new Network.Own("web", List.of()),
                      false,
                      List.of(),
                      "",
                      List.of(),
                      Optional.empty(),
                      false,
                      false,
                      false,
                      List.of(),
                      List.of(),
                      0,
                      2,
                      0))));

  private static Driven<?> born() {
    return Driven.begun(new ContainerKind(), new Birth(PATH, N1, Optional.of(POD)), SETTINGS);
  }

  private static Chaos chaos(long seed, SimEngine engine) {
    return new Chaos(
        seed,
        engine,
        PARENT,
        ContainerUnderChaosTest::born,
        tell -> tell.message() instanceof Hello ? List.of(new Signal.Told(PARENT, BE)) : List.of());
  }

  @Test
  void thereAreNeverTwoAndAtLastThereIsOne() {
    for (long seed = 0; seed < WORLDS; seed++) {
      SimEngine engine = new SimEngine();
      Chaos chaos = chaos(seed, engine);
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
        if (engine.running().size() > 1) {
          throw new AssertionError("two run in world " + seed + "\n" + chaos.story());
        }
      }
      boolean rests = chaos.settle(PATH);
      if (!rests || engine.running().size() != 1 || engine.lives(PATH).size() > 2) {
        throw new AssertionError("world " + seed + " has " + engine.all() + "\n" + chaos.story());
      }
    }
  }

  @Test
  void whoIsStoppedLeavesNothing() {
    for (long seed = 0; seed < WORLDS; seed++) {
      SimEngine engine = new SimEngine();
      Chaos chaos = chaos(seed, engine);
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      chaos.tell(new Stop(Duration.ofSeconds(30)));
      chaos.settle(PATH);
      if (!chaos.ended() || !engine.running().isEmpty()) {
        throw new AssertionError("world " + seed + " has " + engine.all() + "\n" + chaos.story());
      }
    }
  }
}
