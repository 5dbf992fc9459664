package io.nokube.api;

import io.nokube.model.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A watch's lines on their way to its client. So much is under way at most; then whoever sends
/// waits, and with it etcd. A client that takes nothing for too long loses its watch, and is to
/// list anew if it comes again; one that takes nothing for as long again loses its connection.
final class Outlet {
  private static final int MOST = 1024 * 1024;

  private final Context context;
  private final HttpConnection connection;
  private final HttpServerResponse response;
  private final Duration stall;
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean closed;

  /// So many lines were taken. Of the context.
  private long taken;

  /// @param stall how long the client may take nothing
  Outlet(Context context, HttpServerRequest request, Duration stall) {
    this.context = context;
    this.connection = request.connection();
    this.response = request.response();
    this.stall = stall;
  }

  /// Blocks while the client is behind.
  void send(byte[] line) {
    int size = Math.min(line.length, MOST);
    if (!take(size)) {
      return;
    }
    context.runOnContext(ignored -> {
      if (gone()) {
        room.release(size);
      } else {
        response
            .write(Buffer.buffer(line))
            .onSuccess(written -> taken++)
            .onComplete(over -> room.release(size));
      }
    });
  }

  private boolean take(int size) {
    try {
      if (!closed && !room.tryAcquire(size, stall.toNanos(), TimeUnit.NANOSECONDS)) {
        expire();
        return false;
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// What happened since is lost to this client.
  void expire() {
    context.runOnContext(ignored -> {
      if (!gone()) {
        var event = Json.MAPPER.createObjectNode().put("type", "ERROR");
        event.set("object", Status.body(410, "Expired", "too old resource version: list anew"));
        response.write(Buffer.buffer((event + "\n").getBytes(StandardCharsets.UTF_8)));
      }
      end();
    });
  }

  /// On the context.
  void end() {
    boolean ended = gone();
    close();
    if (!ended) {
      cutUnlessTaken(response.end());
    }
  }

  /// What is under way may still be taken.
  private void cutUnlessTaken(Future<Void> end) {
    long before = taken;
    long timer =
        context
            .owner()
            .setTimer(
                stall.toMillis(),
                id -> {
                  if (taken == before) {
                    HangUp.on(connection);
                  } else {
                    cutUnlessTaken(end);
                  }
                });
    end.onComplete(over -> context.owner().cancelTimer(timer));
  }

  /// Nobody waits any more.
  void close() {
    closed = true;
    room.release(MOST);
  }

  private boolean gone() {
    return closed || response.ended() || response.closed();
  }
}
