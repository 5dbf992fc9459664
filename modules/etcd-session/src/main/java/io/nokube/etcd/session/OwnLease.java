package io.nokube.etcd.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease that the session holds now, and who wants to hear of it. Listeners are told in order
/// and one at a time on a thread of their own, so that a slow one can't delay a renewal.
final class OwnLease {

  private static final Logger LOG = LoggerFactory.getLogger(EtcdSession.class);

  private record Held(LeaseId lease, long surelyUntil) {}

  private final List<Consumer<LeaseEvent>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("etcd-lease-events").factory());
  private volatile Optional<Held> held = Optional.empty();

  Optional<LeaseId> current() {
    return held.map(Held::lease);
  }

  /// How long etcd surely keeps the lease from now, whatever happens; zero or less: it may be gone.
  Optional<Duration> surelyLasts() {
    return held.map(lease -> Duration.ofNanos(lease.surelyUntil - System.nanoTime()));
  }

  /// @param ttl how long it lasts from when it is renewed
  Optional<Renewed> held(Duration ttl) {
    return held.map(
        now -> new Renewed(now.lease, ttl.minusNanos(now.surelyUntil - System.nanoTime())));
  }

  synchronized void granted(LeaseId lease, long surelyUntil) {
    held = Optional.of(new Held(lease, surelyUntil));
    LOG.info("lease granted lease={}", lease);
    tell(new LeaseEvent.Granted(lease));
  }

  /// Whoever renews a lease that is lost meanwhile, or another than the present one, changes
  /// nothing.
  synchronized void renewed(LeaseId lease, long surelyUntil) {
    held =
        held.map(now ->
            now.lease.equals(lease) && surelyUntil - now.surelyUntil > 0
                ? new Held(lease, surelyUntil)
                : now);
  }

  synchronized void lost(LeaseId lease) {
    held = Optional.empty();
    LOG.warn("lease lost lease={}", lease);
    tell(new LeaseEvent.Lost(lease));
  }

  /// Adds a listener, which hears of the present lease first.
  synchronized void listen(Consumer<LeaseEvent> listener) {
    listeners.add(listener);
    current()
        .ifPresent(lease -> teller.execute(() -> call(listener, new LeaseEvent.Granted(lease))));
  }

  void forget(Consumer<LeaseEvent> listener) {
    listeners.remove(listener);
  }

  /// The session ends: it holds no lease any more, and nobody is told so.
  synchronized void stop() {
    held = Optional.empty();
    teller.shutdown();
  }

  private void tell(LeaseEvent event) {
    var present = List.copyOf(listeners);
    teller.execute(() -> present.forEach(listener -> call(listener, event)));
  }

  private static void call(Consumer<LeaseEvent> listener, LeaseEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on event={}: it may have lost what hung on the lease", event, e);
    }
  }
}
