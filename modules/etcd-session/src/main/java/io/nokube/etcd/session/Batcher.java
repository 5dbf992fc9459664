package io.nokube.etcd.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Writes many independent keys in few transactions.
///
/// A key's writes go through one of a few lanes, chosen by the key, and a lane has one transaction
/// in flight: so writes to one key keep their order, and different keys don't wait for one another.
/// While a lane waits for etcd, its next transaction fills up.
public final class Batcher implements AutoCloseable {

  private static final int LANES = 4;
  private static final int MAX_WRITES = 100; // etcd takes 128
  private static final int MAX_BYTES = 512 * 1024; // etcd takes 1.5 MB

  private record Order(String key, Write write, int size, CompletableFuture<Outcome> outcome) {}

  /// What waits, and whether a thread is at it.
  private static final class Lane {
    private final Deque<Order> waiting = new ArrayDeque<>();
    private boolean busy;
  }

  private final EtcdSession session;
  private final List<Lane> lanes = Stream.generate(Lane::new).limit(LANES).toList();
  private volatile boolean closed;

  Batcher(EtcdSession session) {
    this.session = session;
  }

  /// Sets a key. The future completes with this write's own outcome, never exceptionally.
  public CompletableFuture<Outcome> put(Write.Put put) {
    return order(put.key(), put, put.value().size());
  }

  /// Deletes a key. The future completes with this write's own outcome, never exceptionally.
  public CompletableFuture<Outcome> delete(String key) {
    return order(key, Write.delete(key), 0);
  }

  /// Refuses further writes; those ordered before are still carried out.
  @Override
  public void close() {
    closed = true;
  }

  private CompletableFuture<Outcome> order(String key, Write write, int valueSize) {
    var order = new Order(key, write, key.length() + valueSize, new CompletableFuture<>());
    if (closed) {
      order.outcome.complete(
          new Outcome.Refused(Outcome.Reason.UNREACHABLE, "the batcher is closed"));
    } else {
      enqueue(lanes.get(Math.floorMod(key.hashCode(), LANES)), order);
    }
    return order.outcome;
  }

  private void enqueue(Lane lane, Order order) {
    synchronized (lane) {
      lane.waiting.add(order);
      if (!lane.busy) {
        lane.busy = true;
        Thread.ofVirtual().name("etcd-batch").start(() -> run(lane));
      }
    }
  }

  private void run(Lane lane) {
    for (var batch = next(lane); !batch.isEmpty(); batch = next(lane)) {
      carryOut(batch);
    }
  }

  /// As many orders as fit into one transaction: no key twice, not too many, not too large. None if
  /// nothing waits; then the lane has no thread any more.
  private static List<Order> next(Lane lane) {
    var batch = new ArrayList<Order>();
    var keys = new HashSet<String>();
    var bytes = 0;
    synchronized (lane) {
      for (var next = lane.waiting.peek();
          next != null
              && batch.size() < MAX_WRITES
              && (batch.isEmpty() || bytes + next.size <= MAX_BYTES)
              && keys.add(next.key);
          next = lane.waiting.peek()) {
        bytes += next.size;
        batch.add(lane.waiting.remove());
      }
      lane.busy = !batch.isEmpty();
    }
    return batch;
  }

  private void carryOut(List<Order> batch) {
    var outcome = session.commit(new Txn(List.of(), batch.stream().map(Order::write).toList()));
    if (outcome instanceof Outcome.Refused refused
        && refused.reason() != Outcome.Reason.UNREACHABLE
        && batch.size() > 1) {
      // One of them is at fault and none was carried out: each on its own.
      batch.forEach(order -> carryOut(List.of(order)));
    } else {
      batch.forEach(order -> order.outcome.complete(outcome));
    }
  }
}
