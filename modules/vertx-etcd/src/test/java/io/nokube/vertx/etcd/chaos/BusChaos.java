package io.nokube.vertx.etcd.chaos;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// `make chaos`: so many cycles of faults, in several groups side by side, beside them what other
/// cluster managers fail at, and a last line that says what was found.
///
/// ```
/// BusChaos <cycles> <seed, 0 for any> <groups>
/// ```
public final class BusChaos {

  private static final int NODES = 4;
  private static final int ADDRESSES = 8;

  private final PrintStream out = System.out;
  private final Tally tally = new Tally();
  private final AtomicInteger numbers = new AtomicInteger(); // of groups; none comes twice
  private final Path logs;

  private BusChaos(Path logs) {
    this.logs = logs;
  }

  public static void main(String[] args) throws Exception {
    if (!Enclosure.entered()) {
      System.exit(Enclosure.enter(BusChaos.class, List.of(args), INHERIT));
    }
    Enclosure.furnish();
    var chaos = new BusChaos(Files.createTempDirectory("logs-"));
    var well = chaos.run(Integer.parseInt(args[0]), seed(args[1]), Integer.parseInt(args[2]));
    System.exit(well ? 0 : 1);
  }

  private static long seed(String given) {
    var seed = Long.parseLong(given);
    return seed == 0 ? new SplittableRandom().nextInt(1, 1_000_000) : seed;
  }

  private boolean run(int cycles, long seed, int groups) throws Exception {
    var began = System.nanoTime();
    var next = new AtomicInteger();
    var well = true;
    try (var threads = Executors.newFixedThreadPool(groups + 1)) {
      var running = new ArrayList<Callable<Boolean>>(List.of(this::known));
      running.addAll(Collections.nCopies(groups, () -> cycles(cycles, seed, next)));
      for (var done : threads.invokeAll(running)) {
        well &= done.get();
      }
    }
    out.println(tally.line(seed, Duration.ofNanos(System.nanoTime() - began)));
    return well && tally.clean();
  }

  /// What others fail at, one after the other, a line for each.
  private boolean known() {
    try (var group = group(3)) {
      for (var failure : KnownFailure.values()) {
        var outcome = Cycle.run(group, failure.plan());
        out.printf("%s %s%n", failure.reported(), outcome.agrees() ? "holds" : "FAILS");
        if (!outcome.agrees()) {
          explain(group, failure.reported(), outcome);
          return false;
        }
      }
    }
    return true;
  }

  private boolean cycles(int cycles, long seed, AtomicInteger next) {
    var cycle = next.getAndIncrement();
    while (cycle < cycles) {
      try (var group = group(NODES)) {
        var well = true;
        while (well && cycle < cycles) {
          var chance = new SplittableRandom(seed * 1_000_003 + cycle);
          well = survives(group, cycle, Plan.by(chance, NODES, ADDRESSES));
          cycle = next.getAndIncrement();
        }
      }
    }
    return true;
  }

  /// One after the other: the machine may be small.
  private Group group(int nodes) {
    synchronized (numbers) {
      return new Group(numbers.incrementAndGet(), nodes, logs);
    }
  }

  /// Whether the group can go on as it is.
  private boolean survives(Group group, int cycle, Plan plan) {
    try {
      var outcome = Cycle.run(group, plan);
      tally.add(outcome);
      tally.progress().ifPresent(out::println);
      if (!outcome.agrees()) {
        explain(group, "cycle " + cycle, outcome);
      }
      return outcome.agrees();
    } catch (RuntimeException e) {
      tally.broken();
      out.printf("cycle %d broke off: %s%n", cycle, plan);
      e.printStackTrace(out);
      return false;
    }
  }

  private void explain(Group group, String which, Cycle.Outcome outcome) {
    synchronized (out) {
      out.println(which + ":");
      outcome.history().forEach(line -> out.println("  " + line));
      var last = outcome.checks().getLast();
      last.findings().forEach(finding -> out.println("  " + group.named(finding)));
      last.silent().forEach(words -> out.println("  " + words));
      for (var node = 0; node < group.size(); node++) {
        out.printf("  %s logged%n    %s%n", group.name(node), group.tail(node));
      }
    }
  }
}
