package io.nokube.api;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// How the connection of a client that takes nothing is closed: what is under way to it is dropped.
/// Vert.x' own close writes that first, so it would wait for just this client.
final class HangUp {
  private HangUp() {}

  static void on(HttpConnection connection) {
    var _ = ((HttpServerConnection) connection).channelHandlerContext().close();
  }
}
