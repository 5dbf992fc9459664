package io.nokube.vertx.etcd;

import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A map whose entries are keys of etcd, shared by all nodes and outliving them. Its methods block
/// and throw [EtcdFailure] if etcd is away; [EtcdAsyncMap] and [EtcdSyncMap] are its faces.
///
/// @param prefix of the entries' keys, ending in a slash
record SharedMap<K, V>(EtcdSession session, String prefix) {

  Optional<V> get(K key) {
    return value(cell(key).get());
  }

  void put(K key, V value, Optional<LeaseId> lease) {
    var cell = cell(key);
    cell.write(write(cell, value, lease));
  }

  /// What was there before; only if nothing was, the value is put.
  Optional<V> putIfAbsent(K key, V value, Optional<LeaseId> lease) {
    var cell = cell(key);
    return value(
        cell.swap(
            seen -> seen.isPresent() ? Optional.empty() : Optional.of(write(cell, value, lease))));
  }

  /// What was there before; only if something was, it is replaced.
  Optional<V> replace(K key, V value, Optional<LeaseId> lease) {
    var cell = cell(key);
    return value(cell.swap(seen -> seen.map(_ -> write(cell, value, lease))));
  }

  boolean replaceIfEqual(K key, V expected, V value, Optional<LeaseId> lease) {
    var cell = cell(key);
    return equal(
        cell.swap(seen ->
            equal(seen, expected) ? Optional.of(write(cell, value, lease)) : Optional.empty()),
        expected);
  }

  Optional<V> remove(K key) {
    var cell = cell(key);
    return value(cell.swap(seen -> seen.map(there -> Write.delete(there.key()))));
  }

  boolean removeIfEqual(K key, V expected) {
    var cell = cell(key);
    return equal(
        cell.swap(seen ->
            equal(seen, expected) ? Optional.of(Write.delete(cell.key())) : Optional.empty()),
        expected);
  }

  void clear() {
    new Cell(session, prefix).write(Write.delete(span()));
  }

  int size() {
    return Math.toIntExact(Cell.answer(session.count(span()), span()));
  }

  /// All entries at one revision.
  Map<K, V> entries() {
    var entries = new HashMap<K, V>();
    for (var entry : list()) {
      entries.put(decodedKey(entry), decoded(entry));
    }
    return entries;
  }

  private List<KeyValue> list() {
    return Cell.answer(session.list(span()), span());
  }

  private Span span() {
    return Span.prefix(prefix);
  }

  private Cell cell(K key) {
    return new Cell(session, prefix + Stored.encodeKey(key));
  }

  private Write write(Cell cell, V value, Optional<LeaseId> lease) {
    return new Write.Put(cell.key(), Stored.encode(value), lease);
  }

  private Optional<V> value(Optional<KeyValue> entry) {
    return entry.map(this::decoded);
  }

  @SuppressWarnings("unchecked") // what was put into a map under its type comes out with it
  private V decoded(KeyValue entry) {
    return (V) Stored.decode(entry.value());
  }

  @SuppressWarnings("unchecked") // as above
  private K decodedKey(KeyValue entry) {
    return (K) Stored.decodeKey(entry.key().substring(prefix.length()));
  }

  private boolean equal(Optional<KeyValue> entry, V expected) {
    return value(entry).filter(expected::equals).isPresent();
  }
}
