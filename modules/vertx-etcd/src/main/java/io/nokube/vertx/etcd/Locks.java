package io.nokube.vertx.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.vertx.core.VertxException;
import io.vertx.core.shareddata.Lock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Cluster-wide locks, first come first served.
///
/// Who wants a lock puts a key on its lease; the oldest key of a lock holds it. All see the keys
/// come and go in the same order, so nobody has to ask. A node that dies leaves its locks and its
/// places with its lease. A node that loses its lease while it lives loses its locks, and is not
/// told: Vert.x' [Lock] has no way to.
final class Locks {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final EtcdSession session;
  private final Keys keys;
  private final String node;
  private final AtomicLong turns = new AtomicLong();
  private final Map<String, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  Locks(EtcdSession session, Keys keys, String node) {
    this.session = session;
    this.keys = keys;
    this.node = node;
  }

  /// Waits for a lock, at most `timeout`.
  ///
  /// @throws VertxException "Timed out waiting to get lock"
  /// @throws EtcdFailure if etcd is out of reach
  Lock acquire(String name, Duration timeout) throws InterruptedException {
    var lease =
        session
            .currentLease()
            .orElseThrow(
                () -> new EtcdFailure("locking %s: no lease at the moment".formatted(name)));
    var turn = keys.lockTurn(name, node, turns.getAndIncrement());
    var granted = new CompletableFuture<Boolean>();
    waiting.put(turn, granted);
    taken.add(turn);
    try {
      queue(turn, lease);
      granted.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      var released = new AtomicBoolean();
      return () -> {
        if (released.compareAndSet(false, true)) {
          giveUp(turn, lease);
        }
      };
    } catch (TimeoutException e) {
      giveUp(turn, lease);
      throw VertxException.noStackTrace("Timed out waiting to get lock");
    } catch (ExecutionException | EtcdFailure e) {
      giveUp(turn, lease);
      throw new EtcdFailure("locking %s: %s".formatted(name, e.getMessage()), e);
    } finally {
      waiting.remove(turn);
    }
  }

  /// The keys of all turns that weren't given up.
  Set<String> turns() {
    return Set.copyOf(taken);
  }

  /// The queue of a lock changed; `holder` is now its first.
  void changed(Optional<String> holder) {
    holder.map(waiting::get).ifPresent(granted -> granted.complete(true));
  }

  private void queue(String turn, LeaseId lease) {
    switch (session.commit(Txn.of(Write.put(turn, ByteSequence.EMPTY, lease)))) {
      case Outcome.Committed _ -> {}
      case Outcome.CompareFailed failed -> throw new EtcdFailure("compared nothing: " + failed);
      case Outcome.Refused(var _, var why) -> throw new EtcdFailure(why);
      case Outcome.Unknown(var why) -> throw new EtcdFailure(why);
    }
  }

  /// Removes a turn, in the background and for as long as it takes: until then it may block others.
  private void giveUp(String turn, LeaseId lease) {
    taken.remove(turn);
    Thread.startVirtualThread(() -> {
      while (session.currentLease().filter(lease::equals).isPresent()
          && !(session.commit(Txn.of(Write.delete(turn))) instanceof Outcome.Committed)) {
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    });
  }
}
