package io.nokube.model.text;

/// What a text may cost. Far above anything Kubernetes' objects need (the store takes 1.5 MiB of an
/// object), far below what would hurt.
final class Limits {
  static final int BYTES = 8 << 20;
  static final int DEPTH = 100;

  /// Values and keys, those under aliases counted each time they are used.
  static final int NODES = 200_000;

  /// Characters of all scalars, those under aliases counted each time they are used.
  static final int CHARACTERS = 16 << 20;

  /// Errors of syntax after which the rest of a text is not read.
  static final int BROKEN = 20;

  private Limits() {}
}
