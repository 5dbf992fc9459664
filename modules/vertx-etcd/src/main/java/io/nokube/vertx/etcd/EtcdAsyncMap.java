package io.nokube.vertx.etcd;

import io.nokube.etcd.session.LeaseId;
import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Vert.x' face of a [SharedMap].
///
/// A time to live is kept by the node that put the value: when it is over, the node revokes the
/// lease that the value hangs on, and so removes it unless it was overwritten. etcd's own leases,
/// which know only seconds, remove the value if that node is gone by then.
final class EtcdAsyncMap<K, V> implements AsyncMap<K, V> {

  private static final Duration SLACK = Duration.ofSeconds(5);

  private final SharedMap<K, V> map;
  private final Offload offload;

  EtcdAsyncMap(SharedMap<K, V> map, Offload offload) {
    this.map = map;
    this.offload = offload;
  }

  @Override
  public Future<V> get(K key) {
    return found(() -> map.get(key));
  }

  @Override
  public Future<Void> put(K key, V value) {
    return done(() -> map.put(key, value, Optional.empty()));
  }

  @Override
  public Future<Void> put(K key, V value, long ttl) {
    return done(() -> map.put(key, value, Optional.of(lease(ttl))));
  }

  @Override
  public Future<V> putIfAbsent(K key, V value) {
    return found(() -> map.putIfAbsent(key, value, Optional.empty()));
  }

  @Override
  public Future<V> putIfAbsent(K key, V value, long ttl) {
    return found(() -> map.putIfAbsent(key, value, Optional.of(lease(ttl))));
  }

  @Override
  public Future<V> remove(K key) {
    return found(() -> map.remove(key));
  }

  @Override
  public Future<Boolean> removeIfPresent(K key, V value) {
    return offload.run(() -> map.removeIfEqual(key, value));
  }

  @Override
  public Future<V> replace(K key, V value) {
    return found(() -> map.replace(key, value, Optional.empty()));
  }

  @Override
  public Future<V> replace(K key, V value, long ttl) {
    return found(() -> map.replace(key, value, Optional.of(lease(ttl))));
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue) {
    return offload.run(() -> map.replaceIfEqual(key, oldValue, newValue, Optional.empty()));
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue, long ttl) {
    return offload.run(() -> map.replaceIfEqual(key, oldValue, newValue, Optional.of(lease(ttl))));
  }

  @Override
  public Future<Void> clear() {
    return done(map::clear);
  }

  @Override
  public Future<Integer> size() {
    return offload.run(map::size);
  }

  @Override
  public Future<Set<K>> keys() {
    return offload.run(map::entries).map(Map::keySet);
  }

  @Override
  public Future<List<V>> values() {
    return offload.run(map::entries).map(entries -> List.copyOf(entries.values()));
  }

  @Override
  public Future<Map<K, V>> entries() {
    return offload.run(map::entries);
  }

  private LeaseId lease(long ttl) {
    var lifetime = Duration.ofMillis(ttl);
    var lease = Cell.answer(map.session().grant(lifetime.plus(SLACK)), "a lease");
    var _ =
        offload
            .vertx()
            .timer(ttl)
            .onSuccess(_ -> Thread.startVirtualThread(() -> map.session().revoke(lease)));
    return lease;
  }

  private Future<Void> done(Runnable work) {
    return offload
        .run(() -> {
          work.run();
          return true;
        })
        .mapEmpty();
  }

  /// Vert.x' maps say null for nothing.
  @SuppressWarnings("NullAway")
  private Future<V> found(Callable<Optional<V>> work) {
    return offload.run(work).map((Function<Optional<V>, V>) found -> found.orElse(null));
  }
}
