package io.nokube.launcher.cluster;

import io.nokube.launcher.CommandFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does things on several nodes side by side. The first failure stops every other node at its next
/// step boundary (S7).
final class Fleet {
  private final int atOnce;
  private final List<NodeFailure> failures = new CopyOnWriteArrayList<>();

  /// @param atOnce how many nodes are worked on at the same time
  Fleet(int atOnce) {
    this.atOnce = atOnce;
  }

  /// To be asked at each step boundary.
  ///
  /// @throws Stopped if a node has failed
  void goOn() {
    if (!failures.isEmpty()) {
      throw new Stopped();
    }
  }

  /// @return what each node's work gave, in the order of the nodes
  /// @throws NodeFailure the first, once all have come to a stop
  <T> Map<String, T> each(Collection<String> nodes, Function<String, T> work) {
    Semaphore places = new Semaphore(atOnce);
    Map<String, T> results = new LinkedHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (String node : nodes) {
      threads.add(
          Thread.ofVirtual()
              .name(node)
              .start(() -> {
                places.acquireUninterruptibly();
                try {
                  goOn();
                  T result = work.apply(node);
                  synchronized (results) {
                    results.put(node, result);
                  }
                } catch (Stopped stopped) {
                  // Another node's failure is what is told.
                } catch (NodeFailure failure) {
                  failures.add(failure);
                } catch (CommandFailure failure) {
                  failures.add(new NodeFailure(node, "", failure.text(), ""));
                } catch (RuntimeException unexpected) {
                  failures.add(new NodeFailure(node, "", unexpected.toString(), ""));
                } finally {
                  places.release();
                }
              }));
    }
    threads.forEach(Fleet::join);
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    Map<String, T> ordered = new LinkedHashMap<>();
    nodes.forEach(node ->
        Optional.ofNullable(results.get(node)).ifPresent(result -> ordered.put(node, result)));
    return ordered;
  }

  /// One node after another, in the order given.
  <T> void inTurn(Collection<String> nodes, Function<String, T> work) {
    for (String node : nodes) {
      each(List.of(node), work);
    }
  }

  /// Does two things that need nothing of one another, each of them on any nodes.
  ///
  /// @throws NodeFailure the first, once both have come to a stop
  void beside(Runnable one, Runnable other) {
    List<RuntimeException> failed = new CopyOnWriteArrayList<>();
    Thread thread =
        Thread.ofVirtual()
            .name("beside")
            .start(() -> {
              try {
                one.run();
              } catch (RuntimeException failure) {
                failed.add(failure);
              }
            });
    try {
      other.run();
    } finally {
      join(thread);
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("another node failed", null, false, false);
    }
  }
}
