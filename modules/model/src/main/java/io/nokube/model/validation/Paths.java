package io.nokube.model.validation;

import java.util.List;
import java.util.Optional;

/// How paths within volumes must look.
final class Paths {
  private Paths() {}

  /// Relative, and never up.
  static Optional<String> relative(String text) {
    if (text.startsWith("/")) {
      return Optional.of("must be a relative path");
    }
    return noUp(text);
  }

  /// The path of one file of a volume: relative, never up, and no name that the volume itself uses.
  static Optional<String> file(String text) {
    return relative(text)
        .or(() ->
            text.startsWith("..") ? Optional.of("must not start with '..'") : Optional.empty());
  }

  static Optional<String> noUp(String text) {
    return List.of(text.split("/", -1)).contains("..")
        ? Optional.of("must not contain '..'")
        : Optional.empty();
  }
}
