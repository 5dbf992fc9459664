package io.nokube.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is said of a request that failed before it came to whoever answers it.
@ExtendWith(VertxExtension.class)
class FailedRequestTest {
  private HttpServer server;

  @BeforeEach
  void start(Vertx vertx, VertxTestContext context) {
    Router router = Router.router(vertx);
    router.get("/nothing-said").handler(failing -> failing.fail(415));
    router.get("/no-message").handler(failing -> failing.fail(400, new IllegalStateException()));
    router
        .get("/said")
        .handler(failing -> failing.fail(400, new IllegalStateException("no such boundary")));
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

  private String message(String path, int code) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(code);
      return Json.MAPPER.readTree(answer.body()).path("message").asText();
    }
  }

  @Test
  void aReasonIsGiven() throws Exception {
    assertThat(message("/said", 400))
        .isEqualTo("the request can't be read: java.lang.IllegalStateException: no such boundary");
  }

  @Test
  void whereThereIsNoneTheStatusSaysIt() throws Exception {
    assertThat(message("/nothing-said", 415))
        .isEqualTo("the request can't be read: 415 Unsupported Media Type");
    assertThat(message("/no-message", 400)).isEqualTo("the request can't be read: 400 Bad Request");
  }
}
