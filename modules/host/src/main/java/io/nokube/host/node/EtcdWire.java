package io.nokube.host.node;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The few of etcd's messages that a host needs, as gRPC carries them: fields of Protocol Buffers
/// behind five bytes. Pure. Source: etcd's `rpc.proto` and `kv.proto`.
final class EtcdWire {
  static final String RANGE = "/etcdserverpb.KV/Range";
  static final String PUT = "/etcdserverpb.KV/Put";
  static final String TXN = "/etcdserverpb.KV/Txn";

  private static final int LENGTH_DELIMITED = 2;
  private static final int VALUE_TARGET = 3;

  private EtcdWire() {}

  /// Asks for one key.
  static byte[] get(String key) {
    return framed(new Message().bytes(1, utf8(key)));
  }

  /// @param answer to [#get]; it begins with a header, so none is an empty message
  /// @return the key's value; empty if there is no such key
  /// @throws IllegalArgumentException if it is no such answer
  static Optional<String> value(byte[] answer) {
    return field(message(answer), 2)
        .map(keyValue -> field(keyValue, 5).orElse(new byte[0]))
        .map(EtcdWire::text);
  }

  /// Writes one key.
  static byte[] put(String key, String value) {
    return framed(new Message().bytes(1, utf8(key)).bytes(2, utf8(value)));
  }

  /// The revision that an answer was given at.
  ///
  /// @param answer to any request of these
  /// @throws IllegalArgumentException if it is no such answer
  static long revision(byte[] answer) {
    return field(message(answer), 1).map(header -> number(header, 3)).orElse(0L);
  }

  /// Deletes all keys that begin with `prefix`, if `key` has this value.
  static byte[] deleteIf(String key, String value, String prefix) {
    var compare =
        new Message().number(2, VALUE_TARGET).bytes(3, utf8(key)).bytes(7, utf8(value)).toBytes();
    var range = new Message().bytes(1, utf8(prefix)).bytes(2, after(utf8(prefix))).toBytes();
    var operation = new Message().bytes(3, range).toBytes();
    return framed(new Message().bytes(1, compare).bytes(2, operation));
  }

  /// @param answer to [#deleteIf]
  /// @return whether it was done
  /// @throws IllegalArgumentException if it is no such answer
  static boolean succeeded(byte[] answer) {
    return number(message(answer), 2) == 1;
  }

  /// The first key after all that begin with a prefix.
  private static byte[] after(byte[] prefix) {
    var end = prefix.clone();
    end[end.length - 1]++; // a prefix ends with a slash
    return end;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] framed(Message message) {
    var content = message.toBytes();
    return ByteBuffer.allocate(content.length + 5)
        .put((byte) 0)
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] message(byte[] framed) {
    if (framed.length <= 5 || framed[0] != 0) {
      throw new IllegalArgumentException(
          "no answer of etcd's, but %d bytes".formatted(framed.length));
    }
    var content = ByteBuffer.wrap(framed);
    var length = content.getInt(1);
    if (length != framed.length - 5) {
      throw new IllegalArgumentException(
          "an answer of %d bytes that says it has %d".formatted(framed.length - 5, length));
    }
    var bytes = new byte[length];
    content.get(5, bytes);
    return bytes;
  }

  /// The first occurrence of a field of bytes.
  private static Optional<byte[]> field(byte[] message, int wanted) {
    var in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      var tag = varint(in);
      if ((tag & 7) == LENGTH_DELIMITED) {
        var bytes = new byte[Math.toIntExact(varint(in))];
        in.get(bytes);
        if (tag >> 3 == wanted) {
          return Optional.of(bytes);
        }
      } else {
        varint(in);
      }
    }
    return Optional.empty();
  }

  private static long number(byte[] message, int wanted) {
    var in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      var tag = varint(in);
      if ((tag & 7) == LENGTH_DELIMITED) {
        var length = Math.toIntExact(varint(in));
        in.position(in.position() + length);
      } else {
        var number = varint(in);
        if (tag >> 3 == wanted) {
          return number;
        }
      }
    }
    return 0;
  }

  private static long varint(ByteBuffer in) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /// A message being written.
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    private void varint(long value) {
      var left = value;
      while (left > 0x7F) {
        out.write((int) ((left & 0x7F) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
