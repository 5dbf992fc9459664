package io.nokube.vertx.etcd;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The blocking face of a [SharedMap]: Vert.x' high availability keeps its records in one.
final class EtcdSyncMap<K, V> extends AbstractMap<K, V> {

  private final SharedMap<K, V> map;

  EtcdSyncMap(SharedMap<K, V> map) {
    this.map = map;
  }

  @Override
  @SuppressWarnings("unchecked") // java.util.Map asks by any object
  public @Nullable V get(Object key) {
    return map.get((K) key).orElse(null);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    var before = map.get(key);
    map.put(key, value, Optional.empty());
    return before.orElse(null);
  }

  @Override
  @SuppressWarnings("unchecked") // java.util.Map asks by any object
  public @Nullable V remove(Object key) {
    return map.remove((K) key).orElse(null);
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public int size() {
    return map.size();
  }

  /// A copy: changing it changes nothing.
  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return Map.copyOf(map.entries()).entrySet();
  }
}
