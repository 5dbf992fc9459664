package io.nokube.model.strict;

import io.nokube.model.KubeObject;
import io.nokube.model.json.Json;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import java.util.Optional;

/// What the store takes of one object: etcd refuses requests of more than 1.5 MiB, and some of that
/// is kept for the key, the status and what controllers add.
final class StoreLimit {
  static final int BYTES = (3 << 19) - (64 << 10);

  /// A character takes at most six bytes of JSON, a value or key at most four more.
  private static final long PER_CHARACTER = 6;

  private static final long PER_NODE = 4;

  private StoreLimit() {}

  /// Why the object is too large for the store; empty if it isn't.
  static Optional<String> exceeded(Located tree, KubeObject object) {
    if (atMost(tree) <= BYTES) {
      return Optional.empty();
    }
    int size = Json.write(object).length;
    return size <= BYTES
        ? Optional.empty()
        : Optional.of(
            "Too long: may not be more than %d bytes of JSON, which is what etcd takes, and is %d: split it"
                .formatted(BYTES, size));
  }

  private static long atMost(Located tree) {
    return switch (tree) {
      case Scalar scalar -> PER_NODE + PER_CHARACTER * scalar.text().length();
      case Sequence list -> PER_NODE + list.items().stream().mapToLong(StoreLimit::atMost).sum();
      case Mapping object ->
          PER_NODE
              + object.entries().entrySet().stream()
                  .mapToLong(each ->
                      PER_NODE
                          + PER_CHARACTER * each.getKey().length()
                          + atMost(each.getValue().value()))
                  .sum();
    };
  }
}
