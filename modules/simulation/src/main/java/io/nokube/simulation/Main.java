package io.nokube.simulation;

import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.story.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// `make simulate`: lives through histories and prints what was found.
///
/// Arguments: how many seeds, nodes, pods, and the first seed. One broken history is printed as
/// short as it can be.
public final class Main {
  private static final int SHOWN = 5;
  private static final int OFTEN = 5000;

  private Main() {}

  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: SEEDS NODES PODS FIRST_SEED");
    }
    long seeds = Long.parseLong(arguments[0]);
    Shape shape = new Shape(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    long first = Long.parseLong(arguments[3]);
    System.exit(run(Histories.of(shape, new Decisions()), first, seeds) ? 0 : 1);
  }

  private static boolean run(Histories histories, long first, long seeds)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    AtomicLong next = new AtomicLong(first);
    AtomicLong done = new AtomicLong();
    int threads = Runtime.getRuntime().availableProcessors();
    List<Future<Tally>> tallies = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        tallies.add(
            pool.submit(() -> {
              Tally tally = new Tally();
              for (long seed = next.getAndIncrement();
                  seed < first + seeds;
                  seed = next.getAndIncrement()) {
                tally.add(histories.run(seed));
                progress(done.incrementAndGet(), seeds);
              }
              return tally;
            }));
      }
    }
    Tally all = new Tally();
    for (Future<Tally> tally : tallies) {
      all.add(tally.get());
    }
    all.broken.sort((a, b) -> Long.compare(a.history().seed(), b.history().seed()));
    all.broken.stream().limit(SHOWN).forEach(report -> show(histories, report));
    double took = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,d histories, %,d violations, %,d nodes, %,d h of virtual time, %,d events, %,d pods bound,"
            + " %.1f s%n",
        all.histories,
        all.broken.size(),
        histories.shape().nodes(),
        all.seconds / 3600,
        all.happened,
        all.binds,
        took);
    return all.broken.isEmpty();
  }

  private static void progress(long done, long seeds) {
    if (done % OFTEN == 0 && done < seeds) {
      System.err.printf(Locale.ROOT, "%,d of %,d%n", done, seeds);
    }
  }

  private static void show(Histories histories, Report report) {
    Report shortest = histories.shrunk(report);
    System.out.printf(
        "seed %d breaks: %s%n%d happenings, the shortest that still break it (make simulate SEED=%d):%n%s  => %s%n%n",
        report.history().seed(),
        report.violation().map(Object::toString).orElse(""),
        report.history().happenings().size(),
        report.history().seed(),
        shortest.history().text(),
        shortest.violation().map(Object::toString).orElse(""));
  }

  private static final class Tally {
    private final List<Report> broken = new ArrayList<>();
    private long histories;
    private long seconds;
    private long happened;
    private long binds;

    void add(Report report) {
      histories++;
      seconds += report.lasted().toSeconds();
      happened += report.happened();
      binds += report.binds();
      if (report.violation().isPresent()) {
        broken.add(report);
      }
    }

    void add(Tally other) {
      broken.addAll(other.broken);
      histories += other.histories;
      seconds += other.seconds;
      happened += other.happened;
      binds += other.binds;
    }
  }
}
