package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What an agent costs that has 14 pods and nothing to do, in the second minute after they started.
final class Footprint implements Measurement {
  private static final int PODS = 14;
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofMillis(100);

  /// A minute in which what came with the pods has ended, and what it ran often is compiled.
  private static final Duration CALM = Duration.ofSeconds(60);

  private static final double MIB = 140;
  private static final double PERCENT = 0.7;

  /// @param resident mebibytes; pages that several processes share count for each
  /// @param proportional mebibytes; such pages are divided
  /// @param seconds of a processor, so far
  private record Use(double resident, double proportional, double seconds) {

    static Use of(ProcessHandle process) throws IOException {
      Path proc = Path.of("/proc", Long.toString(process.pid()));
      List<String> rollup = Files.readAllLines(proc.resolve("smaps_rollup"));
      return new Use(
          mebibytes(rollup, "Rss:"),
          mebibytes(rollup, "Pss:"),
          process
                  .info()
                  .totalCpuDuration()
                  .orElseThrow(() -> new IOException(proc + " has ended"))
                  .toNanos()
              / 1e9);
    }

    private static double mebibytes(List<String> rollup, String field) throws IOException {
      return rollup.stream()
              .filter(line -> line.startsWith(field))
              .map(line -> line.substring(field.length()).replace("kB", "").strip())
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElseThrow(() -> new IOException("smaps_rollup has no " + field))
          / 1024.0;
    }
  }

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Api api = cluster.api();
    fill(api, Cluster.WORKER);
    fill(api, Cluster.HEAD);
    try {
      Thread.sleep(CALM);
      ProcessHandle worker = cluster.agent(Cluster.WORKER);
      ProcessHandle head = cluster.agent(Cluster.HEAD);
      ProcessHandle engine = engine();
      Use workerBefore = Use.of(worker);
      Use headBefore = Use.of(head);
      Use engineBefore = Use.of(engine);
      long began = System.nanoTime();
      double wakeUp = wakeUp(WINDOW);
      double seconds = (System.nanoTime() - began) / 1e9;
      Use workerAfter = Use.of(worker);
      Use headAfter = Use.of(head);
      Use engineAfter = Use.of(engine);
      return List.of(
          Figure.most("worker with 14 pods: resident memory", workerAfter.resident(), MIB, "MiB")
              .beside("head " + Figure.amount(headAfter.resident(), "MiB")),
          new Figure(
              "… its proportional share",
              Figure.amount(workerAfter.proportional(), "MiB"),
              "head " + Figure.amount(headAfter.proportional(), "MiB"),
              "",
              "",
              Figure.Verdict.OK),
          Figure.most(
                  "… idle for 60 s: of one core",
                  percent(workerBefore, workerAfter, seconds),
                  PERCENT,
                  "%")
              .beside(
                  "head %s, dockerd %s, a bare wake-up %s"
                      .formatted(
                          Figure.amount(percent(headBefore, headAfter, seconds), "%"),
                          Figure.amount(percent(engineBefore, engineAfter, seconds), "%"),
                          Figure.amount(wakeUp * 1e6, "µs"))));
    } finally {
      for (String node : List.of(Cluster.WORKER, Cluster.HEAD)) {
        api.delete(Api.DEPLOYMENTS + "/" + name(node));
      }
    }
  }

  /// What it costs a thread to wake up and do nothing, on a machine that is as idle as the agents.
  ///
  /// @return seconds of a processor, on average over that time
  private static double wakeUp(Duration window) throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + window.toNanos();
    long before = threads.getCurrentThreadCpuTime();
    int wakeUps = 0;
    for (; System.nanoTime() < end; wakeUps++) {
      Thread.sleep(REST);
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e9 / wakeUps;
  }

  /// Beside it: what the engine takes for the same pods in the same minute, on a machine whose
  /// wake-ups cost now little, now much.
  private static ProcessHandle engine() throws IOException {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/dockerd"))
        .min(ProcessHandle::compareTo)
        .orElseThrow(() -> new IOException("no dockerd runs in sight"));
  }

  private static double percent(Use before, Use after, double seconds) {
    return (after.seconds() - before.seconds()) / seconds * 100;
  }

  /// Gives the node as many pods more as it lacks.
  private static void fill(Api api, String node) throws IOException, InterruptedException {
    int here = 0;
    for (JsonNode pod : api.get(Api.PODS).path("items")) {
      here += pod.path("spec").path("nodeName").asText().equals(node) ? 1 : 0;
    }
    int more = PODS - here;
    try (RunningPods pods = new RunningPods(api, name(node), more)) {
      api.post(Api.DEPLOYMENTS, Workload.deployment(name(node), more, node));
      pods.await();
    }
  }

  private static String name(String node) {
    return "bench-idle-" + node;
  }
}
