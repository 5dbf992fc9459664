package io.nokube.vertx.etcd;

import io.nokube.etcd.session.EtcdSession;

/// The session that a node hangs on.
sealed interface Lodging {
  EtcdSession session();

  /// It ends with the node, and all that the node has with it.
  record Own(EtcdSession session) implements Lodging {}

  /// It is somebody else's and goes on: the node takes away what it has.
  record Shared(EtcdSession session) implements Lodging {}

  /// Ends the session if it is the node's own.
  default void left() {
    if (this instanceof Own own) {
      own.session.close();
    }
  }
}
