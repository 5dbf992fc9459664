package io.nokube.model.strict;

import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// A Secret's `stringData` becomes `data`, and wins over it, as in Kubernetes.
final class StringData {
  private StringData() {}

  static Mapping merged(Mapping secret) {
    return secret
        .mapping("stringData")
        .map(plain -> secret.without("stringData").with("data", data(secret, plain)))
        .orElse(secret.without("stringData"));
  }

  private static Mapping data(Mapping secret, Mapping plain) {
    Map<String, Entry> data = new LinkedHashMap<>();
    secret.mapping("data").ifPresent(encoded -> data.putAll(encoded.entries()));
    plain.entries().forEach((key, entry) -> data.put(key, encoded(entry)));
    return new Mapping(plain.at(), data);
  }

  private static Entry encoded(Entry entry) {
    String text = Located.asText(entry.value()).orElse("");
    return new Entry(
        entry.at(),
        Scalar.text(
            entry.value().at(),
            Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
  }
}
