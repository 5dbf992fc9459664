package io.nokube.model.text;

/// What a scalar is before anybody asks what it should be.
public enum ScalarType {
  TEXT,
  WHOLE,
  FRACTION,
  TRUTH,
  /// `null`, `~` or nothing after the colon.
  NOTHING
}
