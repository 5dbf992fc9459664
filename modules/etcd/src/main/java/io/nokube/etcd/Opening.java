package io.nokube.etcd;

/// What came of reading the value that etcd holds for an object.
sealed interface Opening {
  record Opened(StoredObject object) implements Opening {}

  /// The object is there, and what it says is not known: never to be taken for absent.
  ///
  /// @param why and what to do
  record Closed(String why) implements Opening {}
}
