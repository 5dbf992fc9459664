package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Claim;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.etcd.session.Compare;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Txn;
import io.nokube.etcd.session.Write;
import io.nokube.model.EtcdKeys;
import io.nokube.model.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Claims alive records, those that many actors ask for at once in few transactions.
///
/// One transaction is in flight at a time; whoever comes meanwhile waits for the next, which the
/// first of them sends for all. If some of its keys are there already, etcd says which, and the
/// others go on without them.
final class Claims {
  /// etcd takes 128 operations.
  private static final int MOST = 100;

  private static final int TRIES = 8;

  private final EtcdSession session;
  private final EtcdKeys keys;
  private final Function<KeyValue, Seen> seen;
  private final ConcurrentLinkedQueue<Order> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock sending = new ReentrantLock();

  private record Order(String key, ByteSequence value, CompletableFuture<Claim> claim) {}

  Claims(EtcdSession session, EtcdKeys keys, Function<KeyValue, Seen> seen) {
    this.session = session;
    this.keys = keys;
    this.seen = seen;
  }

  /// Blocks for at most some of the session's requests.
  Claim claim(AliveRecord record) {
    Order mine =
        new Order(
            keys.alive(record.path()),
            ByteSequence.from(Json.write(record)),
            new CompletableFuture<>());
    waiting.add(mine);
    sending.lock();
    try {
      while (!mine.claim.isDone()) {
        send(next());
      }
    } finally {
      sending.unlock();
    }
    return mine.claim.join();
  }

  /// Two claims of one key can't share a transaction: the second waits for the next.
  private Map<String, Order> next() {
    Map<String, Order> orders = new HashMap<>();
    List<Order> later = new ArrayList<>();
    while (orders.size() < MOST) {
      Optional<Order> order = Optional.ofNullable(waiting.poll());
      if (order.isEmpty()) {
        break;
      }
      if (orders.putIfAbsent(order.get().key, order.get()) != null) {
        later.add(order.get());
      }
    }
    waiting.addAll(later);
    return orders;
  }

  private void send(Map<String, Order> orders) {
    try {
      Optional<LeaseId> lease = session.currentLease();
      if (lease.isEmpty()) {
        unavailable(orders, "this process has no lease yet");
        return;
      }
      for (int tries = 0; tries < TRIES && !orders.isEmpty(); tries++) {
        once(orders, lease.get());
      }
      unavailable(orders, "other claims came in between again and again");
    } catch (RuntimeException e) {
      unavailable(orders, "claiming failed: " + e);
      throw e;
    }
  }

  private void once(Map<String, Order> orders, LeaseId lease) {
    Txn txn =
        new Txn(
            orders.values().stream().<Compare>map(order -> new Compare.Absent(order.key)).toList(),
            orders.values().stream()
                .<Write>map(order -> Write.put(order.key, order.value, lease))
                .toList());
    switch (session.commit(txn)) {
      case Outcome.Committed(long revision) -> {
        orders
            .values()
            .forEach(order -> order.claim.complete(new Claim.Held(new Incarnation(revision))));
        orders.clear();
      }
      case Outcome.CompareFailed failed ->
          failed
              .current()
              .forEach((key, entry) ->
                  Optional.ofNullable(orders.remove(key))
                      .ifPresent(order -> order.claim.complete(there(order, entry, lease))));
      case Outcome.Refused(Outcome.Reason reason, String why) -> unavailable(orders, why);
      case Outcome.Unknown(String why) -> unavailable(orders, why);
    }
  }

  /// An earlier claim of ours, whose answer was lost, is ours.
  private Claim there(Order order, KeyValue entry, LeaseId lease) {
    return entry.value().equals(order.value) && entry.lease().equals(Optional.of(lease))
        ? new Claim.Held(new Incarnation(entry.createRevision()))
        : new Claim.Taken(seen.apply(entry));
  }

  private static void unavailable(Map<String, Order> orders, String why) {
    orders.values().forEach(order -> order.claim.complete(new Claim.Unavailable(why)));
    orders.clear();
  }
}
