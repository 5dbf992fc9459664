package io.nokube.kinds.pod;

import static io.nokube.kinds.testing.Pods.N1;

import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.kinds.container.ContainerMessage.Be;
import io.nokube.kinds.container.ContainerMessage.Stop;
import io.nokube.kinds.container.ContainerMessage.Stopped;
import io.nokube.kinds.container.Wanted.Resolution.Ready;
import io.nokube.kinds.testing.Chaos;
import io.nokube.kinds.testing.Driven;
import io.nokube.kinds.testing.Pods;
import io.nokube.kinds.testing.SimEngine;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whatever happens to a pod's pause container, in whatever order: at last there is one, which all
/// its containers were told to join, and in the end none.
class PodUnderChaosTest {
  private static final int WORLDS = 2_000;
  private static final int STEPS = 60;
  private static final Settings SETTINGS =
      new Settings(
          Map.of(
              "backoff_first", Duration.ofSeconds(10),
              "backoff_most", Duration.ofSeconds(300),
              "backoff_reset", Duration.ofMinutes(10),
              "try_again", Duration.ofSeconds(1),
              "ask_again", Duration.ofSeconds(20),
              "overdue", Duration.ofSeconds(15)),
          Map.of());
  private static final Pod POD =
      Pods.of(
          "{'containers':[{'name':'main','image':'busybox:1'},{'name':'side','image':'busybox:1'}],"
              + "'volumes':[{'name':'tmp','emptyDir':{}}]}");
  private static final OwnershipPath PATH = Pods.path(POD);

  private final SimEngine engine = new SimEngine();
  private final Map<OwnershipPath, ContainerId> joined = new HashMap<>();

  private Chaos chaos(long seed) {
    return new Chaos(
        seed,
        engine,
        OwnershipPath.agent(N1),
        () -> Driven.begun(new PodKind(), new Birth(PATH, N1, Optional.of(POD)), SETTINGS),
        this::container);
  }

  /// Containers that do as they are told.
  private List<Signal> container(Effect.Tell tell) {
    if (tell.message() instanceof Be be
        && be.wanted().resolution() instanceof Ready ready
        && ready.plan().network() instanceof Network.Shared shared) {
      joined.put(tell.to(), shared.sandbox());
    }
    return tell.message() instanceof Stop
        ? List.of(new Signal.Told(tell.to(), new Stopped()))
        : List.of();
  }

  @Test
  void atLastAllContainersShareTheOnePauseContainer() {
    for (long seed = 0; seed < WORLDS; seed++) {
      PodUnderChaosTest world = new PodUnderChaosTest();
      Chaos chaos = world.chaos(seed);
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      boolean rests = chaos.settle(PATH);
      Set<ContainerId> running =
          world.engine.running().stream().map(SeenContainer::id).collect(Collectors.toSet());
      if (!rests || running.size() != 1 || !Set.copyOf(world.joined.values()).equals(running)) {
        throw new AssertionError(
            "world "
                + seed
                + " has "
                + world.engine.all()
                + ", joined "
                + world.joined
                + "\n"
                + chaos.story());
      }
    }
  }

  @Test
  void whoIsTerminatedLeavesNothing() {
    for (long seed = 0; seed < WORLDS; seed++) {
      PodUnderChaosTest world = new PodUnderChaosTest();
      Chaos chaos = world.chaos(seed);
      for (int i = 0; i < STEPS; i++) {
        chaos.step();
      }
      chaos.tell(new PodMessage.Terminate(Duration.ofSeconds(30)));
      chaos.settle(PATH);
      if (!chaos.ended() || !world.engine.all().isEmpty()) {
        throw new AssertionError(
            "world " + seed + " has " + world.engine.all() + "\n" + chaos.story());
      }
    }
  }
}
