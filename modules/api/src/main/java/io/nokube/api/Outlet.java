package io.nokube.api;

import io.nokube.model.json.Json;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A watch's lines on their way to its client. So much is under way at most; then whoever sends
/// waits, and with it etcd. A client that takes nothing for too long loses its watch, and is to
/// list anew if it comes again.
final class Outlet {
  private static final int MOST = 1024 * 1024;

  private final Context context;
  private final HttpServerResponse response;
  private final Duration stall;
  private final Semaphore room = new Semaphore(MOST);
  private volatile boolean closed;

  Outlet(Context context, HttpServerResponse response, Duration stall) {
    this.context = context;
    this.response = response;
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
        response.write(Buffer.buffer(line)).onComplete(over -> room.release(size));
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
      response.end();
    }
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
