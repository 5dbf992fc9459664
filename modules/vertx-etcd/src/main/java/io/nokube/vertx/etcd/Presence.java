package io.nokube.vertx.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.Batcher;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.LeaseEvent;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that this node wants to have in etcd while it lives. They hang on the session's lease;
/// when that is lost they are all written again under the next one.
final class Presence implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final Duration TO_ADD = Duration.ofSeconds(10);
  private static final Duration TO_REMOVE = Duration.ofSeconds(2); // a closing Vert.x waits for it
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final EtcdSession session;
  private final LeaseId first;
  private final Batcher batcher;
  private final EtcdSession.Registration leases;
  private final Map<String, ByteSequence> wanted = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// @param first the lease that the session holds now
  Presence(EtcdSession session, LeaseId first) {
    this.session = session;
    this.first = first;
    this.batcher = session.batcher();
    this.leases = session.onLease(this::onLease);
  }

  /// Writes a key and keeps it there. Never blocks; the future completes within about [#TO_ADD].
  ///
  /// @return fails with an [EtcdFailure] if the key isn't there by then; it is not wanted any more
  ///   then
  CompletableFuture<Boolean> add(String key, ByteSequence value) {
    wanted.put(key, value);
    return settled(key, "writing", TO_ADD)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            wanted.remove(key);
            settleInBackground(key);
          }
        });
  }

  /// Removes a key. Never blocks; the future completes within about [#TO_REMOVE]; if etcd is away
  /// longer, the key is removed when it is back.
  ///
  /// @return fails with an [EtcdFailure] if the key isn't gone by then
  CompletableFuture<Boolean> remove(String key) {
    wanted.remove(key);
    return settled(key, "removing", TO_REMOVE)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            settleInBackground(key);
          }
        });
  }

  /// Takes away all keys that are here, and `others`, and waits for it up to [#TO_REMOVE]: what is
  /// left then goes with the lease.
  void withdraw(Collection<String> others) {
    var all = new ArrayList<>(others);
    all.addAll(wanted.keySet());
    wanted.clear();
    var gone =
        CompletableFuture.allOf(all.stream().map(this::order).toArray(CompletableFuture[]::new));
    try {
      gone.get(TO_REMOVE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn(
          "leaving: etcd has not taken away {} keys yet, they go with the lease", all.size(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    leases.close();
    batcher.close();
  }

  private void onLease(LeaseEvent event) {
    switch (event) {
      case LeaseEvent.Granted(var lease) when lease.equals(first) -> {}
      case LeaseEvent.Granted(var lease) -> {
        var again = List.copyOf(wanted.keySet());
        LOG.warn("registering anew under another lease keys={} lease={}", again.size(), lease);
        again.forEach(this::settleInBackground);
      }
      case LeaseEvent.Lost _ -> {}
    }
  }

  /// Mostly the first attempt does it, and no thread has to wait for it.
  private CompletableFuture<Boolean> settled(String key, String doing, Duration patience) {
    return order(key)
        .thenCompose(outcome ->
            failure(outcome).isEmpty()
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.supplyAsync(
                    () -> settle(key, doing, patience), Thread::startVirtualThread));
  }

  private boolean settle(String key, String doing, Duration patience) {
    var why = settle(key, Optional.of(patience));
    if (why.isPresent()) {
      throw new EtcdFailure("%s %s: %s".formatted(doing, key, why.get()));
    }
    return true;
  }

  private void settleInBackground(String key) {
    Thread.startVirtualThread(() -> settle(key, Optional.empty()));
  }

  /// Makes etcd have of `key` what is wanted of it; says why it could not be done in time.
  private Optional<String> settle(String key, Optional<Duration> patience) {
    var started = System.nanoTime();
    while (true) {
      var why = failure(order(key).join());
      if (why.isEmpty() || closed) {
        return why;
      }
      if (patience.isPresent() && System.nanoTime() - started > patience.get().toNanos()) {
        return why;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return why;
      }
    }
  }

  private static Optional<String> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> Optional.empty();
      case Outcome.CompareFailed failed -> Optional.of("compared nothing but failed: " + failed);
      case Outcome.Refused(var _, var why) -> Optional.of(why);
      case Outcome.Unknown(var why) -> Optional.of(why);
    };
  }

  /// Orders the write under this key's lock, so that what was wanted last is written last.
  private CompletableFuture<Outcome> order(String key) {
    synchronized (wanted) {
      var value = Optional.ofNullable(wanted.get(key));
      if (value.isEmpty()) {
        return batcher.delete(key);
      }
      return session
          .currentLease()
          .map(lease -> batcher.put(Write.put(key, value.get(), lease)))
          .orElseGet(() ->
              CompletableFuture.completedFuture(
                  new Outcome.Refused(Outcome.Reason.LEASE_GONE, "no lease at the moment")));
    }
  }
}
