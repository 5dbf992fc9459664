package io.nokube.etcd;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.session.KeyValue;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How objects stand in etcd as bytes, and back: the one place through which every value goes.
///
/// A Secret's value, if there is a key, is `nokube:sealed:v1:`, the key's id, `:`, a nonce and what
/// AES-256-GCM made of its JSON together with its etcd key, so that it can't be passed off as
/// another's. All else is JSON, and a Secret that was written before there was a key is read as it
/// is.
///
/// @param keys the first seals, all open; none: nothing is sealed
public record Sealing(List<SealingKey> keys) {
  public static final Sealing NONE = new Sealing(List.of());

  private static final String FAMILY = "nokube:sealed:";
  private static final String VERSION = FAMILY + "v1:";
  private static final int HEADER = VERSION.length() + SealingKey.ID_LENGTH + 1;

  public Sealing {
    keys = List.copyOf(keys);
  }

  /// The text of a file of keys, one on each line; the first seals. To change keys, the new one
  /// becomes the first line.
  ///
  /// @throws IllegalArgumentException if a line is no key, or there is none; never with the text
  public static Sealing parse(String text) {
    List<SealingKey> keys =
        text.lines().filter(line -> !line.isBlank()).map(SealingKey::parse).toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "reading sealing keys: there is none; a key is a line of 32 random bytes in Base64");
    }
    return new Sealing(keys);
  }

  // --- to etcd -------------------------------------------------------------------------------

  /// What is to stand in etcd. Two sealings of one object differ.
  ///
  /// @param json [StoredObject#json]
  ByteSequence value(String etcdKey, KubeObject object, ByteSequence json) {
    return sealer(object.type()).map(key -> sealed(key, etcdKey, json.getBytes())).orElse(json);
  }

  private Optional<SealingKey> sealer(ResourceType type) {
    return type.equals(ResourceType.SECRET) ? keys.stream().findFirst() : Optional.empty();
  }

  private static ByteSequence sealed(SealingKey key, String etcdKey, byte[] json) {
    byte[] nonce = SealingKey.nonce();
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(bytes(VERSION + key.id() + ":"));
    value.writeBytes(nonce);
    value.writeBytes(key.seal(json, nonce, bytes(etcdKey)));
    return ByteSequence.from(value.toByteArray());
  }

  /// Whether an object that stands in etcd would stand there otherwise if it were written today:
  /// open though there is a key, or sealed with an older one.
  boolean isOutdated(ResourceType type, KeyValue entry) {
    return sealer(type)
        .map(key -> !entry.value().startsWith(ByteSequence.from(bytes(VERSION + key.id() + ":"))))
        .orElse(false);
  }

  // --- from etcd -----------------------------------------------------------------------------

  Opening open(ResourceType type, KeyValue entry) {
    return type.equals(ResourceType.SECRET)
        ? secret(entry)
        : new Opening.Opened(StoredObject.of(type, entry, entry.value()));
  }

  private Opening secret(KeyValue entry) {
    byte[] value = entry.value().getBytes();
    String header =
        new String(value, 0, Math.min(value.length, HEADER), StandardCharsets.ISO_8859_1);
    if (!header.startsWith(FAMILY)) {
      return read(entry, entry.value());
    }
    if (!header.startsWith(VERSION) || value.length < HEADER + SealingKey.NONCE_BYTES) {
      return closed(
          entry, "it is sealed in a way that this nokube doesn't know: update nokube on this node");
    }
    String id = header.substring(VERSION.length(), HEADER - 1);
    Optional<SealingKey> key = keys.stream().filter(one -> one.id().equals(id)).findFirst();
    return key.map(found -> opened(entry, value, found))
        .orElseGet(() ->
            closed(
                entry,
                "it is sealed with the key %s, and this process has %s: give it that key, or delete %s in etcd and apply the Secret again"
                    .formatted(id, had(), entry.key())));
  }

  private Opening opened(KeyValue entry, byte[] value, SealingKey key) {
    int from = HEADER + SealingKey.NONCE_BYTES;
    byte[] json;
    try {
      json = key.open(value, from, Arrays.copyOfRange(value, HEADER, from), bytes(entry.key()));
    } catch (GeneralSecurityException e) {
      return closed(
          entry,
          "it isn't as it was sealed: somebody changed it, or copied it from another key of etcd; delete %s in etcd and apply the Secret again"
              .formatted(entry.key()));
    }
    return read(entry, ByteSequence.from(json));
  }

  /// What a parser says of a Secret might show some of it.
  private static Opening read(KeyValue entry, ByteSequence json) {
    try {
      return new Opening.Opened(StoredObject.of(ResourceType.SECRET, entry, json));
    } catch (IllegalArgumentException e) {
      return closed(
          entry,
          "its value is no Secret as nokube writes it: delete %s in etcd and apply the Secret again"
              .formatted(entry.key()));
    }
  }

  private static Opening closed(KeyValue entry, String why) {
    return new Opening.Closed("reading the Secret at %s: %s".formatted(entry.key(), why));
  }

  private String had() {
    return keys.isEmpty()
        ? "no sealing key"
        : "only " + String.join(", ", keys.stream().map(SealingKey::id).toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Sealing" + keys;
  }
}
