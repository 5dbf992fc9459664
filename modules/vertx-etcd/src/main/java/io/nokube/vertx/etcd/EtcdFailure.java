package io.nokube.vertx.etcd;

import io.vertx.core.VertxException;

/// Why an operation on the cluster failed: etcd was out of reach, refused it, or left it unknown.
public final class EtcdFailure extends VertxException {

  private static final long serialVersionUID = 1;

  EtcdFailure(String message) {
    super(message, true);
  }

  EtcdFailure(String message, Throwable cause) {
    super(message, cause, true);
  }
}
