package io.nokube.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One write at a time, one that waits, one stream: over real connections.
@ExtendWith(VertxExtension.class)
class LanesTest {
  private static final ApiSettings.Limits LIMITS =
      new ApiSettings.Limits(1, 0, 1, 1, 1, Duration.ofSeconds(1));

  /// A write whose body doesn't come is being carried out until it does.
  private static final String HALF = "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\n";

  private final CompletableFuture<Void> firstIsIn = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext context) {
    Lanes lanes = new Lanes(LIMITS);
    Router router = Router.router(vertx);
    router.route().handler(lanes::enter);
    router
        .route()
        .handler(passed -> {
          firstIsIn.complete(null);
          passed.next();
        });
    router.route().handler(BodyHandler.create(false));
    router.get("/watched").handler(open -> open.response().setChunked(true).writeHead());
    router.route().handler(answered -> answered.end("done"));
    router.uncaughtErrorHandler(FailedRequest::handle);
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .onComplete(
            context.succeeding(listening -> {
              server = listening;
              context.completeNow();
            }));
  }

  private Socket half() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(HALF.getBytes(US_ASCII));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
  }

  private CompletableFuture<HttpResponse<String>> sent(
      HttpClient http, String method, String path) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> call(HttpClient http, String method, String path) {
    return sent(http, method, path).join();
  }

  @Test
  void aFloodOfWritesIsRefusedReadsAreAnsweredAndWhoWaitsGetsItsTurn() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient();
        Socket first = half()) {
      firstIsIn.join();
      var one = sent(http, "DELETE", "/one");
      var other = sent(http, "DELETE", "/other");
      CompletableFuture.anyOf(one, other).join();
      var waits = one.isDone() ? other : one;
      HttpResponse<String> refused = one.isDone() ? one.join() : other.join();

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(Json.MAPPER.readTree(refused.body()).path("reason").asText())
          .isEqualTo("TooManyRequests");
      assertThat(Json.MAPPER.readTree(refused.body()).path("message").asText())
          .isEqualTo("too many writes at once (1 are carried out and 1 wait): try again in 1 s");
      assertThat(call(http, "GET", "/nodes").statusCode()).isEqualTo(200);

      first.getOutputStream().write('x');
      assertThat(answer(first)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(waits.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatHangsUpGivesItsPlaceBack() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      Socket first = half();
      firstIsIn.join();
      var second = sent(http, "DELETE", "/second");
      first.close();

      assertThat(second.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void streamsHavePlacesOfTheirOwn() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var open =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.actualPort() + "/watched?watch=1"))
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(open.statusCode()).isEqualTo(200);

      HttpResponse<String> refused = call(http, "GET", "/watched?watch=1");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("too many watches and logs at once (1 are open)");
      assertThat(call(http, "GET", "/nodes").statusCode()).isEqualTo(200);
      open.body().close();
      http.shutdownNow();
    }
  }
}
