package io.nokube.simulation.story;

import io.nokube.model.ResourceType;
import io.nokube.model.apps.Deployment;
import io.nokube.simulation.story.What.Apply;
import io.nokube.simulation.story.What.Delete;
import io.nokube.simulation.time.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes a history from a seed.
public final class Generator {
  private static final int DEPLOYMENTS = 3;
  private static final long USERS_UNTIL = 26_000;
  private static final long FAULTS_FROM = 2_000;
  private static final long FAULTS_UNTIL = 24_000;
  private static final long LONGEST = 13_000;

  /// Long enough that others take over, and a little longer.
  private static final long TAKEN_OVER_FROM = 9_000;

  private static final long TAKEN_OVER_UNTIL = 15_000;

  /// Shorter than an actor may live without its record.
  private static final long DROPPED_AT_MOST = 7_000;

  private final Shape shape;
  private final OnIsolation onIsolation;
  private final Chance chance;

  private Generator(Shape shape, OnIsolation onIsolation, Chance chance) {
    this.shape = shape;
    this.onIsolation = onIsolation;
    this.chance = chance;
  }

  public static History history(long seed, Shape shape) {
    OnIsolation onIsolation =
        Chance.of(seed, "isolation").in(50) ? OnIsolation.STOP : OnIsolation.KEEP;
    Generator generator = new Generator(shape, onIsolation, Chance.of(seed, "story"));
    List<Happening> all = new ArrayList<>();
    generator.users(all);
    generator.faults(all);
    all.sort(Comparator.comparing(Happening::at));
    return new History(seed, shape, onIsolation, all);
  }

  private void users(List<Happening> all) {
    all.add(at(500, new Apply(deployment(0), head())));
    long count = chance.between(2, 4 + shape.pods() / 3);
    for (int i = 0; i < count; i++) {
      all.add(at(chance.between(600, USERS_UNTIL), use()));
    }
  }

  private Deployment deployment(int which) {
    int most = Math.max(1, shape.pods() / DEPLOYMENTS);
    return Workload.deployment(
        "web-" + which,
        (int) chance.between(chance.in(15) ? 0 : 1, most),
        (int) chance.between(1, 3),
        which == DEPLOYMENTS - 1);
  }

  private What use() {
    int dice = chance.below(100);
    if (dice < 50) {
      return new Apply(deployment(chance.below(DEPLOYMENTS)), head());
    }
    if (dice < 62) {
      return new Apply(Workload.daemonSet("logs", (int) chance.between(1, 3)), head());
    }
    if (dice < 72) {
      return new Apply(Workload.pod("job-" + chance.below(2)), head());
    }
    if (dice < 77) {
      return new Apply(
          Workload.pinned("pinned-" + chance.below(3), node(), shape.milliCpuPerNode() * 6 / 10),
          head());
    }
    if (dice < 84) {
      return new Apply(Workload.configMap((int) chance.between(2, 9)), head());
    }
    if (dice < 92) {
      return new Delete(
          Workload.key(ResourceType.DEPLOYMENT, "web-" + chance.below(DEPLOYMENTS)), head());
    }
    return dice < 96
        ? new Delete(
            Workload.key(ResourceType.POD, (chance.in(50) ? "job-" : "pinned-") + chance.below(2)),
            head())
        : new Delete(Workload.key(ResourceType.DAEMON_SET, "logs"), head());
  }

  private void faults(List<Happening> all) {
    long count = chance.between(1, 6);
    for (int i = 0; i < count; i++) {
      all.add(at(chance.between(FAULTS_FROM, FAULTS_UNTIL), fault()));
    }
  }

  private What fault() {
    return switch (chance.below(20)) {
      case 0, 1 -> new What.KillAgent(node(), lasts(100));
      case 2 -> new What.KillAgent((int) chance.between(1, shape.heads()), lasts(100));
      case 3, 4 -> new What.PauseAgent(node(), lasts(500));
      case 5, 6 -> new What.KillHost(node(), lasts(1_000));
      case 7 -> new What.Isolate(node(), lasts(500));
      case 8 -> new What.HalfCutFromStore(node(), chance.in(50), lasts(500));
      case 9 -> new What.CutFromStore(node(), lasts(500));
      case 10 -> new What.CutBus(node(), node(), lasts(500));
      case 11 -> new What.StoreDown(lasts(500));
      case 12 -> new What.NewLeader(Duration.ofMillis(chance.between(50, 1_500)));
      case 13 ->
          new What.BadNetwork(
              (int) chance.between(0, 40), (int) chance.between(0, 20), lasts(1_000));
      case 14 -> new What.SlowNode(node(), (int) chance.between(5, 200), lasts(1_000));
      case 15 -> new What.EngineDown(node(), lasts(500));
      case 16 ->
          chance.in(50)
              ? new What.CrashContainer(node(), chance.below(10))
              : new What.CrashLoop(node(), chance.below(10), lasts(1_000));
      case 17 -> new What.DropPod(chance.below(20));
      case 18 ->
          chance.in(60)
              ? new What.DropRecord(chance.below(60))
              : new What.DropAgain(
                  chance.below(60), Duration.ofMillis(chance.between(1_000, DROPPED_AT_MOST)));
      default -> new What.JumpClock(node(), chance.between(-60_000, 60_000));
    };
  }

  private Duration lasts(long least) {
    return switch (onIsolation) {
      case KEEP -> Duration.ofMillis(chance.between(least, LONGEST));
      case STOP ->
          Duration.ofMillis(
              chance.in(50)
                  ? chance.between(TAKEN_OVER_FROM, TAKEN_OVER_UNTIL)
                  : chance.between(least, LONGEST));
    };
  }

  private int node() {
    return (int) chance.between(1, shape.nodes());
  }

  private int head() {
    return (int) chance.between(1, shape.heads());
  }

  private static Happening at(long millis, What what) {
    return new Happening(Duration.ofMillis(millis), what);
  }
}
