package io.nokube.etcd.session;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.OptionsUtil;
import java.nio.charset.StandardCharsets;

/// An interval of keys, ordered by their UTF-8 bytes: one key, a prefix, or the rest of a prefix.
public final class Span {

  private final String name;
  private final ByteString from;
  private final ByteString end;

  private Span(String name, ByteString from, ByteString end) {
    this.name = name;
    this.from = from;
    this.end = end;
  }

  /// Exactly this key.
  public static Span key(String key) {
    return new Span(key, bytes(key), ByteString.EMPTY);
  }

  /// All keys that begin with `prefix`; it ends with a separator, or neighbours' keys join in.
  public static Span prefix(String prefix) {
    if (prefix.isEmpty()) {
      throw new IllegalArgumentException("an empty prefix would span everybody's keys");
    }
    var end = OptionsUtil.prefixEndOf(ByteSequence.from(bytes(prefix)));
    return new Span(prefix + "*", bytes(prefix), ByteString.copyFrom(end.getBytes()));
  }

  /// What of this span comes after `key`: how the next page is read.
  public Span after(String key) {
    var next = bytes(key).concat(ByteString.copyFrom(new byte[] {0}));
    return new Span(name, next, end);
  }

  ByteString from() {
    return from;
  }

  /// Exclusive; empty for a single key.
  ByteString end() {
    return end;
  }

  @Override
  public String toString() {
    return name;
  }

  static ByteString bytes(String key) {
    return ByteString.copyFrom(key, StandardCharsets.UTF_8);
  }
}
