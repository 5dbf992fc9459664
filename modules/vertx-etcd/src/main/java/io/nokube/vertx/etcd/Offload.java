package io.nokube.vertx.etcd;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Blocking work on virtual threads, for callers that must not block.
final class Offload {

  private final VertxInternal vertx;

  Offload(VertxInternal vertx) {
    this.vertx = vertx;
  }

  VertxInternal vertx() {
    return vertx;
  }

  /// Runs `work` on a virtual thread; the future completes on the caller's context.
  <T extends @Nullable Object> Future<T> run(Callable<T> work) {
    Promise<T> promise = vertx.getOrCreateContext().promise();
    run(work, promise);
    return promise.future();
  }

  /// Runs `work` on a virtual thread and completes `promise` with what comes of it.
  static <T extends @Nullable Object> void run(Callable<T> work, Completable<? super T> promise) {
    Thread.startVirtualThread(() -> {
      T result;
      try {
        result = work.call();
      } catch (Exception e) {
        promise.fail(e);
        return;
      }
      promise.succeed(result);
    });
  }
}
