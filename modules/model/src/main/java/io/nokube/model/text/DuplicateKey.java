package io.nokube.model.text;

import io.nokube.model.text.Problem.Reason;

/// The problem of a key that stands twice in one object.
final class DuplicateKey {
  private DuplicateKey() {}

  static Problem of(FieldPath path, Position second, Position first) {
    return new Problem(
        second,
        path.toString(),
        Reason.UNKNOWN,
        "duplicate key: it stands at %d:%d already; remove one of the two"
            .formatted(first.line(), first.column()));
  }
}
