package io.nokube.api;

import io.nokube.actor.port.PodEngine.Logs;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies a log to its reader, no faster than the reader takes it. The connection ends with a log
/// that breaks off, so that its reader doesn't take it for whole.
///
/// @param stall for how long a reader may take nothing; then it loses its connection
record LogStream(Logs.Open log, HttpServerRequest request, Duration stall) implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
  private static final Duration WAIT = Duration.ofSeconds(1);

  /// Blocks until the log ends, or its reader has gone.
  @Override
  public void run() {
    HttpServerResponse response = request.response();
    try (log) {
      while (!response.closed()) {
        Optional<byte[]> piece = log.next(WAIT);
        if (piece.isEmpty()) {
          taken(response.end());
          return;
        }
        if (piece.get().length > 0 && !taken(response.write(Buffer.buffer(piece.get())))) {
          return;
        }
      }
    } catch (RuntimeException broken) {
      LOG.warn("a log broke off: {}", broken.toString());
      var _ = request.connection().close();
    }
  }

  private boolean taken(Future<Void> write) {
    try {
      write.toCompletionStage().toCompletableFuture().get(stall.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException gone) {
      LOG.debug("the reader of a log went away: {}", String.valueOf(gone.getCause()));
    } catch (TimeoutException deaf) {
      LOG.debug("the reader of a log took nothing for {}", stall);
      HangUp.on(request.connection());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
