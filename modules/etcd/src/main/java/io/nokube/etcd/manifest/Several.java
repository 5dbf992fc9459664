package io.nokube.etcd.manifest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Blocking calls, some at a time, each on a virtual thread. Every call has a deadline of its own.
final class Several {
  private static final int AT_ONCE = 16;

  private Several() {}

  /// The results in the order of the subjects.
  static <T, R> List<R> atOnce(List<T> subjects, Function<T, R> call) {
    if (subjects.size() == 1) {
      return List.of(call.apply(subjects.getFirst()));
    }
    Semaphore free = new Semaphore(AT_ONCE);
    List<CompletableFuture<R>> results =
        subjects.stream()
            .map(subject ->
                CompletableFuture.supplyAsync(
                    () -> {
                      free.acquireUninterruptibly();
                      try {
                        return call.apply(subject);
                      } finally {
                        free.release();
                      }
                    },
                    work -> Thread.ofVirtual().name("manifest").start(work)))
            .toList();
    return results.stream().map(CompletableFuture::join).toList();
  }
}
