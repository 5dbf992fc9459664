package io.nokube.vertx.etcd;

import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Write;
import io.vertx.core.Future;
import io.vertx.core.shareddata.Counter;
import java.util.Optional;

/// A number that all nodes count on: one key, changed by compare and set, in plain decimal.
final class EtcdCounter implements Counter {

  private final Cell cell;
  private final Offload offload;

  EtcdCounter(Cell cell, Offload offload) {
    this.cell = cell;
    this.offload = offload;
  }

  @Override
  public Future<Long> get() {
    return offload.run(() -> number(cell.get()));
  }

  @Override
  public Future<Long> incrementAndGet() {
    return addAndGet(1);
  }

  @Override
  public Future<Long> getAndIncrement() {
    return getAndAdd(1);
  }

  @Override
  public Future<Long> decrementAndGet() {
    return addAndGet(-1);
  }

  @Override
  public Future<Long> addAndGet(long value) {
    return getAndAdd(value).map(before -> before + value);
  }

  @Override
  public Future<Long> getAndAdd(long value) {
    return offload.run(() -> number(cell.swap(seen -> Optional.of(number(number(seen) + value)))));
  }

  @Override
  public Future<Boolean> compareAndSet(long expected, long value) {
    return offload.run(() ->
        number(
                cell.swap(seen ->
                    number(seen) == expected ? Optional.of(number(value)) : Optional.empty()))
            == expected);
  }

  private Write number(long value) {
    return Write.put(cell.key(), Long.toString(value));
  }

  private static long number(Optional<KeyValue> seen) {
    return seen.map(KeyValue::text).map(Long::parseLong).orElse(0L);
  }
}
