package io.nokube.etcd.session;

import java.util.Optional;

/// One event of a watch.
public sealed interface Change {

  String key();

  /// The revision that made the change.
  long revision();

  /// A key was created or written.
  ///
  /// @param before what it was, where the watch asked for it and etcd still had it
  record Put(KeyValue now, Optional<KeyValue> before) implements Change {

    @Override
    public String key() {
      return now.key();
    }

    @Override
    public long revision() {
      return now.modRevision();
    }
  }

  /// A key was deleted, or its lease ended.
  ///
  /// @param before what it was, where the watch asked for it and etcd still had it
  record Delete(String key, long revision, Optional<KeyValue> before) implements Change {}
}
