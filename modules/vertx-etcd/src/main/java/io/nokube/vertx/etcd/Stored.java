package io.nokube.vertx.etcd;

import io.etcd.jetcd.ByteSequence;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.shareddata.ClusterSerializable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.util.Base64;
import java.util.Optional;

/// Keys and values of shared maps as bytes: text as it is, Vert.x' own types by their own format,
/// and other serializable objects by Java's. The first byte says which.
///
/// Reading Java's format makes objects of any class on the class path: whoever may write to this
/// prefix in etcd is trusted as much as the code is.
final class Stored {

  private static final byte TEXT = 's';
  private static final byte CLUSTER = 'c';
  private static final byte JAVA = 'j';

  private Stored() {}

  static ByteSequence encode(Object value) {
    var bytes =
        switch (value) {
          case String text -> Buffer.buffer().appendByte(TEXT).appendString(text);
          case ClusterSerializable own -> {
            var name = own.getClass().getName();
            var buffer = Buffer.buffer().appendByte(CLUSTER).appendInt(name.length());
            own.writeToBuffer(buffer.appendString(name));
            yield buffer;
          }
          default -> Buffer.buffer().appendByte(JAVA).appendBytes(javaBytes(value));
        };
    return ByteSequence.from(bytes.getBytes());
  }

  /// @throws EtcdFailure if the bytes are not such a value, or its class is missing here
  static Object decode(ByteSequence stored) {
    var bytes = Buffer.buffer(stored.getBytes());
    try {
      return switch (bytes.getByte(0)) {
        case TEXT -> bytes.getString(1, bytes.length());
        case CLUSTER -> clusterObject(bytes);
        case JAVA -> javaObject(bytes.getBytes(1, bytes.length()));
        default -> throw new EtcdFailure("a stored value has an unknown format: " + stored);
      };
    } catch (ReflectiveOperationException | IOException e) {
      throw new EtcdFailure("a stored value can't be read: " + e, e);
    }
  }

  /// A map's key as the last part of an etcd key.
  static String encodeKey(Object key) {
    return key instanceof String text
        ? "s" + Keys.encoded(text)
        : "b" + Base64.getUrlEncoder().withoutPadding().encodeToString(encode(key).getBytes());
  }

  static Object decodeKey(String encoded) {
    var rest = encoded.substring(1);
    return encoded.startsWith("s")
        ? Keys.decoded(rest)
        : decode(ByteSequence.from(Base64.getUrlDecoder().decode(rest)));
  }

  private static Object clusterObject(Buffer bytes) throws ReflectiveOperationException {
    var end = 5 + bytes.getInt(1);
    var type = Class.forName(bytes.getString(5, end), true, loader());
    var value = (ClusterSerializable) type.getDeclaredConstructor().newInstance();
    value.readFromBuffer(end, bytes);
    return value;
  }

  private static byte[] javaBytes(Object value) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new EtcdFailure("a %s can't be stored: %s".formatted(value.getClass().getName(), e), e);
    }
    return bytes.toByteArray();
  }

  private static Object javaObject(byte[] bytes) throws IOException, ClassNotFoundException {
    var loader = loader();
    try (var in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass type)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(type.getName(), false, loader);
            } catch (ClassNotFoundException notThere) {
              return super.resolveClass(type); // primitives, and what only our own loader sees
            }
          }
        }) {
      return in.readObject();
    }
  }

  private static ClassLoader loader() {
    return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
        .orElse(Stored.class.getClassLoader());
  }
}
