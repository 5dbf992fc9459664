package io.nokube.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A watch's client that doesn't read.
@ExtendWith(VertxExtension.class)
class OutletTest {
  private static final int LINES = 400;

  /// Nobody waits for the client any more.
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /// The server has closed the connection.
  private final CompletableFuture<Void> cut = new CompletableFuture<>();

  /// More in all than the sockets' buffers and the outlet take.
  private static byte[] line(int number) {
    return (number + "-" + "x".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private HttpServer sending(Vertx vertx, Duration stall) {
    return vertx
        .createHttpServer()
        .connectionHandler(connection -> connection.closeHandler(cut::complete))
        .requestHandler(request -> {
          request.response().setChunked(true).writeHead();
          Outlet outlet = new Outlet(vertx.getOrCreateContext(), request, stall);
          request.response().endHandler(_ -> outlet.close());
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < LINES; i++) {
                  outlet.send(line(i));
                }
                outlet.expire();
                over.complete(null);
              });
        })
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static InputStream open(HttpClient http, HttpServer server) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort())).build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  @Test
  void whoeverSendsWaitsForASlowClientAndNoLineIsLost(Vertx vertx) throws Exception {
    HttpServer server = sending(vertx, Duration.ofMinutes(1));
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream body = open(http, server)) {
      String whole = new String(body.readAllBytes(), StandardCharsets.UTF_8);

      String[] lines = whole.split("\n");
      assertThat(lines).hasSize(LINES + 1);
      assertThat(lines[LINES - 1]).startsWith(LINES - 1 + "-x");
      assertThat(lines[LINES]).contains("410").contains("Expired");
    }
    over.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aClientThatTakesNothingLosesItsWatchAndNobodyWaitsForItAnyMore(Vertx vertx)
      throws Exception {
    HttpServer server = sending(vertx, Duration.ofSeconds(3));
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream body = open(http, server)) {
      over.get(30, TimeUnit.SECONDS);

      String whole = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(whole.split("\n").length).isLessThan(LINES);
      assertThat(whole).contains("\"Expired\"");
    }
  }

  @Test
  void aClientThatGoesOnToTakeNothingLosesItsConnection(Vertx vertx) throws Exception {
    HttpServer server = sending(vertx, Duration.ofMillis(200));
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      deaf.getOutputStream().write("GET / HTTP/1.1\r\nHost: t\r\n\r\n".getBytes(US_ASCII));

      over.get(30, TimeUnit.SECONDS);
      cut.get(30, TimeUnit.SECONDS);
    }
  }
}
