package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/// The cluster's API, as any client of Kubernetes' REST paths sees it.
final class Api {
  static final JsonMapper JSON = new JsonMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);
  static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  static final String PODS = "/api/v1/namespaces/default/pods";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;

  /// @param credentials the file that quickstart leaves in `NOKUBE_HOME`
  Api(Path credentials) throws IOException {
    JsonNode read = JSON.readTree(credentials.toFile());
    this.url = read.path("apis").path(0).asText();
    this.token = read.path("token").asText();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(answer(request(path).timeout(ANSWER).GET().build()));
  }

  /// @return the seconds until it was accepted
  double post(String path, String body) throws IOException, InterruptedException {
    long began = System.nanoTime();
    answer(
        request(path)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
    return (System.nanoTime() - began) / 1e9;
  }

  void delete(String path) throws IOException, InterruptedException {
    answer(request(path).timeout(ANSWER).DELETE().build());
  }

  /// The lines of a watch; the caller closes it.
  InputStream watch(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    if (response.statusCode() >= 300) {
      throw new IOException(path + ": " + response.statusCode());
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    return response.body();
  }
}
