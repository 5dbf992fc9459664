package io.nokube.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Sees which pods of a Deployment are alive, and when more than it has replicas. It asks nobody
/// who may be harmed: a playground's hosts are containers, so this machine's `/proc` has the
/// processes of all their pods, each with the pod's name as its `HOSTNAME`.
final class Doubles implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final long EVERY_MILLIS = 200;

  private final String prefix;
  private final int replicas;
  private final List<Sight> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> last = new ConcurrentHashMap<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("doubles").factory());

  private Doubles(String deployment, int replicas) {
    this.prefix = "HOSTNAME=" + deployment + "-";
    this.replicas = replicas;
  }

  /// More than there should be.
  record Sight(Instant at, Set<String> pods) {}

  static Doubles watch(String deployment, int replicas) {
    Doubles doubles = new Doubles(deployment, replicas);
    var _ =
        doubles.looks.scheduleWithFixedDelay(doubles::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return doubles;
  }

  /// A look takes a while, in which one may end and another begin: what is too much is too much
  /// only if a second look finds the same.
  private void look() {
    try {
      Instant began = Instant.now();
      Set<String> first = alive();
      first.forEach(pod -> last.put(pod, began));
      if (first.size() > replicas) {
        Set<String> still = alive();
        still.retainAll(first);
        if (still.size() > replicas) {
          seen.add(new Sight(Instant.now(), still));
        }
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e.toString());
    }
  }

  /// Names of the pods that have a process.
  Set<String> alive() throws IOException {
    List<Path> processes;
    try (Stream<Path> all = Files.list(PROC)) {
      processes = all.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList();
    }
    Set<String> names = new TreeSet<>();
    for (Path process : processes) {
      names.addAll(names(process));
    }
    return names;
  }

  /// None if it has ended meanwhile; what is dead and not yet waited for has no environment.
  private List<String> names(Path process) {
    String environment;
    try {
      environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String variable : environment.split("\0", -1)) {
      if (variable.startsWith(prefix)) {
        names.add(variable.substring("HOSTNAME=".length()));
      }
    }
    return names;
  }

  /// When a pod was alive for the last time; empty: nobody saw it.
  ///
  /// @throws AssertionError if it could not look
  Optional<Instant> last(String pod) {
    hasLooked();
    return Optional.ofNullable(last.get(pod));
  }

  private void hasLooked() {
    if (!failures.isEmpty()) {
      throw new AssertionError("looking at processes: " + failures.getFirst());
    }
  }

  /// @throws AssertionError if it could not look
  List<Sight> since(Instant from) {
    hasLooked();
    return seen.stream().filter(sight -> !sight.at().isBefore(from)).toList();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
