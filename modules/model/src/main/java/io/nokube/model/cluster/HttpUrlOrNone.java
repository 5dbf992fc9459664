package io.nokube.model.cluster;

import java.util.Optional;

/// A URL, or the word `none`.
public sealed interface HttpUrlOrNone {
  record Of(HttpUrl url) implements HttpUrlOrNone {}

  record None() implements HttpUrlOrNone {}

  static HttpUrlOrNone parse(String text) {
    return text.equals("none") ? new None() : new Of(HttpUrl.parse(text));
  }

  /// Empty for none.
  default Optional<HttpUrl> asUrl() {
    return switch (this) {
      case Of(HttpUrl url) -> Optional.of(url);
      case None() -> Optional.empty();
    };
  }
}
