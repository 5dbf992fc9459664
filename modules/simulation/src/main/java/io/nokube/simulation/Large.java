package io.nokube.simulation;

import com.sun.management.OperatingSystemMXBean;
import io.nokube.actor.Kind;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Pod;
import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.story.History;
import io.nokube.simulation.story.OnIsolation;
import io.nokube.simulation.story.Shape;
import io.nokube.simulation.story.What;
import io.nokube.simulation.story.Workload;
import io.nokube.simulation.time.Timing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// `make simulate-large`: a large cluster to which nothing happens but work, at the shipped pace.
/// All that its nodes decide runs in this process, so what it takes is an upper bound.
public final class Large {
  private static final int REPLICAS = 100;
  private static final int BUSY = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration SETTLES = Duration.ofSeconds(60);
  private static final Duration STEADY = Duration.ofSeconds(60);

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Shape shape;
  private final Simulation simulation;

  private Large(Shape shape) {
    this.shape = shape;
    List<Kind> kinds =
        ServiceLoader.load(Kind.class).stream().map(ServiceLoader.Provider::get).toList();
    this.simulation =
        new Simulation(
            new History(1, shape, OnIsolation.KEEP, List.of()),
            Timing.SHIPPED,
            new Decisions(),
            kinds);
  }

  /// Arguments: how many nodes and pods.
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: NODES PODS");
    }
    new Large(new Shape(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))).run();
  }

  private void run() {
    simulation.begin();
    // A head with so much to see is busy, so that changes reach its actors in batches.
    simulation.hosts().stream().filter(Host::isHead).forEach(head -> head.slow(BUSY));
    simulation.pass(Duration.ofSeconds(20));
    long began = System.nanoTime();
    long before = cpuNanos();
    int wanted = apply();
    Duration took = Duration.ZERO;
    double bound = 0;
    while (ready() < wanted && took.compareTo(PATIENCE) < 0) {
      simulation.pass(Duration.ofSeconds(1));
      took = took.plusSeconds(1);
      if (bound == 0 && bindings() >= wanted) {
        bound = (cpuNanos() - before) / 1e9;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d nodes, %,d of %,d pods ready after %d s of virtual time, %.1f s of this machine; bound in %.1f s"
            + " of CPU: %,.0f bindings/s%n",
        shape.nodes(),
        ready(),
        wanted,
        took.toSeconds(),
        (System.nanoTime() - began) / 1e9,
        bound,
        bound == 0 ? 0 : wanted / bound);
    simulation.pass(SETTLES);
    before = cpuNanos();
    simulation.pass(STEADY);
    double share = (cpuNanos() - before) / 1e9 / STEADY.toSeconds();
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.out.printf(
        Locale.ROOT,
        "steady state: %.1f %% of a core for all nodes together, %,d MiB live%n",
        share * 100,
        used >> 20);
  }

  private int apply() {
    int wanted = 0;
    for (int i = 0; wanted < shape.pods(); i++) {
      int replicas = Math.min(REPLICAS, shape.pods() - wanted);
      wanted += replicas;
      simulation.happen(
          new What.Apply(
              Workload.deployment("web-" + i, replicas, 1, false), 1 + i % shape.heads()));
    }
    return wanted;
  }

  /// Of all threads: on a busy machine only this counts.
  private long cpuNanos() {
    return system.getProcessCpuTime();
  }

  private long ready() {
    return pods().filter(pod -> pod.status().ready()).count();
  }

  private long bindings() {
    return pods().filter(pod -> pod.spec().nodeName().isPresent()).count();
  }

  private Stream<Pod> pods() {
    return simulation.etcd().all(ResourceType.POD).stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast);
  }
}
