package io.nokube.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.port.PodEngine.Logs;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Readers of logs, and how they go.
@ExtendWith(VertxExtension.class)
class LogStreamTest {
  private static final int FOR_EVER = Integer.MAX_VALUE;

  /// The stream has ended by itself, whatever its reader did; exceptionally, if it threw.
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /// The server has closed the connection, or has seen it closed.
  private final CompletableFuture<Void> cut = new CompletableFuture<>();

  /// The log was closed.
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final class Lines implements Logs.Open {
    private final AtomicInteger left;
    private final boolean whole;

    Lines(int count, boolean whole) {
      this.left = new AtomicInteger(count);
      this.whole = whole;
    }

    @Override
    public Optional<byte[]> next(Duration wait) {
      if (left.getAndDecrement() > 0) {
        return Optional.of(("x".repeat(60_000) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      if (whole) {
        return Optional.empty();
      }
      throw new IllegalStateException("node n2 has fallen silent");
    }

    @Override
    public void close() {
      if (!closed.complete(null)) {
        over.completeExceptionally(new AssertionError("closed twice"));
      }
    }
  }

  private HttpServer serving(Vertx vertx, Lines log, Duration stall) {
    return vertx
        .createHttpServer()
        .connectionHandler(connection -> connection.closeHandler(cut::complete))
        .requestHandler(request -> {
          request.response().setChunked(true).writeHead();
          var stream = new LogStream(log, request, stall);
          var _ =
              CompletableFuture.runAsync(stream, task -> Thread.ofVirtual().start(task))
                  .whenComplete((nothing, failure) -> {
                    if (failure == null) {
                      over.complete(null);
                    } else {
                      over.completeExceptionally(failure);
                    }
                  });
        })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static Socket to(HttpServer server) throws Exception {
    return new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
  }

  private static InputStream ask(Socket reader) throws Exception {
    reader
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    return reader.getInputStream();
  }

  private void awaitEnd() throws Exception {
    over.get(30, TimeUnit.SECONDS);
    cut.get(30, TimeUnit.SECONDS);
    closed.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aReaderGetsAllOfIt(Vertx vertx) throws Exception {
    try (Socket reader = to(serving(vertx, new Lines(100, true), Duration.ofMinutes(1)))) {
      String whole = new String(ask(reader).readAllBytes(), US_ASCII);
      assertThat(whole.chars().filter(letter -> letter == 'x')).hasSize(6_000_000);
      assertThat(whole).endsWith("0\r\n\r\n");
    }
    awaitEnd();
  }

  @Test
  void aReaderOfALogThatBreaksOffDoesNotTakeItForWhole(Vertx vertx) throws Exception {
    try (Socket reader = to(serving(vertx, new Lines(3, false), Duration.ofMinutes(1)))) {
      String all = new String(ask(reader).readAllBytes(), US_ASCII);
      assertThat(all.chars().filter(letter -> letter == 'x')).hasSize(180_000);
      assertThat(all).endsWith("x\n\r\n").doesNotEndWith("0\r\n\r\n");
    }
    awaitEnd();
  }

  @Test
  void aReaderThatHangsUpEndsIt(Vertx vertx) throws Exception {
    try (Socket reader = to(serving(vertx, new Lines(FOR_EVER, true), Duration.ofMinutes(1)))) {
      assertThat(ask(reader).read()).isPositive();
    }
    awaitEnd();
  }

  @Test
  void aReaderThatTakesNothingLosesItsConnection(Vertx vertx) throws Exception {
    try (Socket deaf = to(serving(vertx, new Lines(FOR_EVER, true), Duration.ofMillis(200)))) {
      var _ = ask(deaf);
      awaitEnd();
    }
  }
}
