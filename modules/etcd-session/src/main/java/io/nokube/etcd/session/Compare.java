package io.nokube.etcd.session;

/// What must be true of a key for a transaction to be carried out.
public sealed interface Compare {

  String key();

  /// The key doesn't exist.
  record Absent(String key) implements Compare {}

  /// The key exists, whatever its value.
  record Present(String key) implements Compare {}

  /// The key was last written at this revision: nobody has changed it since it was read.
  record Unchanged(String key, long modRevision) implements Compare {}

  /// The key is still the one created at this revision, whatever was written to it since.
  record SameIncarnation(String key, long createRevision) implements Compare {}
}
