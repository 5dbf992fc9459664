package io.nokube.model.validation;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules for ConfigMaps and Secrets. No value is ever shown.
///
/// Source: Kubernetes `pkg/apis/core/validation/validation.go`, ValidateConfigMap and
/// ValidateSecret.
final class ConfigRules {
  private static final int MOST_BYTES = 1 << 20;
  private static final String HIDDEN = "(not shown)";

  /// What Secrets of some types must have.
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
          "kubernetes.io/dockercfg", List.of(".dockercfg"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

  private ConfigRules() {}

  static void checkConfigMap(Field object) {
    Map<String, Field> text = object.get("data").entries();
    Map<String, Field> bytes = object.get("binaryData").entries();
    checkKeys(object.get("data"));
    checkKeys(object.get("binaryData"));
    bytes.keySet().stream()
        .filter(text::containsKey)
        .forEach(key ->
            object
                .get("binaryData")
                .atKey(key)
                .invalid(Field.quoted(key), "duplicate of key present in data"));
    checkSize(object.get("data"), textSize(text) + decodedSize(bytes, "data"));
  }

  static void checkSecret(Field object) {
    Map<String, Field> bytes = object.get("data").entries();
    Map<String, Field> text = object.get("stringData").entries();
    checkKeys(object.get("data"));
    checkKeys(object.get("stringData"));
    checkSize(object.get("data"), textSize(text) + decodedSize(bytes, "stringData"));
    object
        .get("type")
        .text()
        .map(type -> KEYS.getOrDefault(type, List.of()))
        .orElse(List.of())
        .stream()
        .filter(key -> !bytes.containsKey(key) && !text.containsKey(key))
        .forEach(key -> object.get("data").requiredKey(key));
  }

  private static void checkKeys(Field map) {
    map.entries()
        .keySet()
        .forEach(key ->
            Names.configKey(key).ifPresent(why -> map.atKey(key).invalid(Field.quoted(key), why)));
  }

  private static void checkSize(Field data, long size) {
    if (size > MOST_BYTES) {
      data.tooLong("may not be more than " + MOST_BYTES + " bytes, and is " + size);
    }
  }

  private static long textSize(Map<String, Field> values) {
    return values.entrySet().stream()
        .mapToLong(each ->
            MetadataRules.bytes(each.getKey())
                + MetadataRules.bytes(each.getValue().text().orElse("")))
        .sum();
  }

  /// @param plain where text that isn't base64 should stand
  private static long decodedSize(Map<String, Field> values, String plain) {
    long size = 0;
    for (Map.Entry<String, Field> each : values.entrySet()) {
      Field value = each.getValue();
      Optional<Integer> decoded = value.text().flatMap(ConfigRules::decoded);
      if (value.text().isPresent() && decoded.isEmpty()) {
        value.invalid(HIDDEN, "must be base64; plain text goes below " + plain);
      }
      size += MetadataRules.bytes(each.getKey()) + decoded.orElse(0);
    }
    return size;
  }

  /// The number of bytes; empty if it is no base64. Line breaks don't count, as in Kubernetes.
  private static Optional<Integer> decoded(String base64) {
    try {
      return Optional.of(
          Base64.getDecoder().decode(base64.replace("\n", "").replace("\r", "")).length);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
