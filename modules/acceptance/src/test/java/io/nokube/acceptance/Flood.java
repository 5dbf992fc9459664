package io.nokube.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Many clients that create ConfigMaps as fast as the API takes them. As kubectl does, they come
/// again when they are told to.
final class Flood {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int BUSY = 429;

  private final HttpClient http;
  private final String api;
  private final String token;

  Flood(HttpClient http, Path home) {
    JsonNode credentials;
    try {
      credentials = Cluster.json(Files.readString(home.resolve("credentials.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.http = http;
    this.api = credentials.at("/apis/0").asText();
    this.token = credentials.path("token").asText();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  /// Begins, and is done when all were answered.
  ///
  /// @return how many were created
  Future<Integer> begin(ExecutorService on, int objects, int clients) {
    AtomicInteger next = new AtomicInteger();
    Callable<Integer> client =
        () -> {
          int created = 0;
          for (int i = next.getAndIncrement(); i < objects; i = next.getAndIncrement()) {
            int code = created(i);
            if (code != 201) {
              throw new AssertionError("ConfigMap " + i + " was answered with " + code);
            }
            created++;
          }
          return created;
        };
    List<Future<Integer>> all =
        IntStream.range(0, clients).mapToObj(i -> on.submit(client)).toList();
    return on.submit(() -> {
      int created = 0;
      for (Future<Integer> one : all) {
        created += one.get();
      }
      return created;
    });
  }

  private int created(int number) throws Exception {
    String object =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"flood-%d\"},\"data\":{\"k\":\"%s\"}}"
            .formatted(number, "v".repeat(200));
    int code = BUSY;
    while (code == BUSY) {
      code = send("POST", "/api/v1/namespaces/default/configmaps", object).statusCode();
    }
    return code;
  }

  static ExecutorService clients() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }
}
