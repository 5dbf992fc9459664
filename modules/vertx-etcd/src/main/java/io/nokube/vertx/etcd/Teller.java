package io.nokube.vertx.etcd;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls listeners, one call at a time and in order, on a virtual thread of its own. After its stop
/// it takes calls and forgets them: who leaves has nothing more to tell.
final class Teller {

  private static final Logger LOG = LoggerFactory.getLogger(Teller.class);

  private final BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
  private final Thread thread;

  Teller(String name) {
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  void tell(Runnable call) {
    calls.add(call);
  }

  /// Ends after what was to be told before.
  void stop() {
    calls.add(thread::interrupt);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        call(calls.take());
      }
    } catch (InterruptedException e) {
      calls.clear();
    }
  }

  private static void call(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("a listener failed: it may have missed what it was told", e);
    }
  }
}
