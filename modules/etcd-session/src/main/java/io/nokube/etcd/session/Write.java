package io.nokube.etcd.session;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One change that a transaction makes. A transaction may touch no key twice.
public sealed interface Write {

  /// Sets a key; with a lease, the key ends with it; without one, it is freed from a lease it had.
  record Put(String key, ByteSequence value, Optional<LeaseId> lease) implements Write {}

  /// Deletes all keys of a span (which may hold none).
  record Delete(Span span) implements Write {}

  static Put put(String key, ByteSequence value) {
    return new Put(key, value, Optional.empty());
  }

  static Put put(String key, String text) {
    return put(key, ByteSequence.from(text, StandardCharsets.UTF_8));
  }

  static Put put(String key, ByteSequence value, LeaseId lease) {
    return new Put(key, value, Optional.of(lease));
  }

  static Put put(String key, String text, LeaseId lease) {
    return put(key, ByteSequence.from(text, StandardCharsets.UTF_8), lease);
  }

  static Delete delete(String key) {
    return new Delete(Span.key(key));
  }

  static Delete delete(Span span) {
    return new Delete(span);
  }
}
