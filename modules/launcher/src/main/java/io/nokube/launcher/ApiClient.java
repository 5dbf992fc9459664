package io.nokube.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Speaks to a cluster's API. (The JDK's newer HttpClient costs half a second more at start.)
public final class ApiClient {
  static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int BUSY = 429;
  private static final Duration BUSY_FOR = Duration.ofSeconds(1);
  private static final int TRIES = 10;

  private final Home.Credentials credentials;
  private final Optional<Authority> authority;

  /// Which of the APIs answered last.
  private volatile int chosen;

  public ApiClient(Home.Credentials credentials) {
    this.credentials = credentials;
    authority = credentials.authority().map(Authority::of);
  }

  static ApiClient current() {
    return new ApiClient(Home.ofUser().current());
  }

  /// An answer, whatever its code.
  public record Answer(int code, String body) {
    public boolean ok() {
      return code < 300;
    }

    /// @throws CommandFailure if the body is no JSON
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw CommandFailure.failed("the API answered no JSON (HTTP " + code + ")");
      }
    }

    /// The body's JSON.
    ///
    /// @throws CommandFailure with the API's message if it said no
    public JsonNode orFail() {
      if (ok()) {
        return json();
      }
      if (code == 401) {
        throw CommandFailure.failed(
            "the cluster does not take the token in %s. What made the cluster (`nokube quickstart` or `nokube new-or-update`) writes the right one."
                .formatted(Home.ofUser().credentials()));
      }
      JsonNode status = json();
      String message = status.path("message").asText("HTTP " + code);
      String reason = status.path("reason").asText("");
      String text =
          "Error from server" + (reason.isEmpty() ? "" : " (" + reason + ")") + ": " + message;
      throw code == 504 ? CommandFailure.unknown(text) : CommandFailure.failed(text);
    }
  }

  public Answer get(String path, Map<String, String> parameters, String accept) {
    return exchange("GET", path, parameters, accept, new byte[0]);
  }

  public JsonNode get(String path) {
    return get(path, Map.of(), "application/json").orFail();
  }

  public Answer send(String method, String path, Map<String, String> parameters, String body) {
    return send(method, path, parameters, body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer send(String method, String path, Map<String, String> parameters, byte[] body) {
    return exchange(method, path, parameters, "application/json", body);
  }

  /// A head that has too much to do refuses a request before it looks at it: it is sent again.
  private Answer exchange(
      String method, String path, Map<String, String> parameters, String accept, byte[] body) {
    Answer answer = once(method, path, parameters, accept, body);
    for (int tries = 1; answer.code() == BUSY && tries < TRIES; tries++) {
      try {
        Thread.sleep(BUSY_FOR);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = once(method, path, parameters, accept, body);
    }
    return answer;
  }

  private Answer once(
      String method, String path, Map<String, String> parameters, String accept, byte[] body) {
    HttpURLConnection connection =
        connected(new Request(method, path, parameters, accept, body.length > 0), ANSWER);
    try {
      if (body.length > 0) {
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      int code = connection.getResponseCode();
      try (InputStream in =
          code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(code, text);
      }
    } catch (IOException e) {
      throw method.equals("GET")
          ? unreachable(String.valueOf(e.getMessage()))
          : CommandFailure.unknown(
              "contact with %s broke (%s): it is unknown whether it was done; read again to know"
                  .formatted(credentials, e.getMessage()));
    }
  }

  /// Opens a stream of the answer's body: a log or a watch. The caller closes it.
  InputStream stream(String path, Map<String, String> parameters, String accept) {
    HttpURLConnection connection =
        connected(new Request("GET", path, parameters, accept, false), Duration.ZERO);
    try {
      int code = connection.getResponseCode();
      if (code < 300) {
        return connection.getInputStream();
      }
      try (InputStream in = connection.getErrorStream()) {
        new Answer(code, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .orFail();
      }
      throw CommandFailure.failed("HTTP " + code);
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()));
    }
  }

  private record Request(
      String method, String path, Map<String, String> parameters, String accept, boolean body) {

    URL at(String api) throws IOException {
      String query =
          parameters.entrySet().stream()
              .map(entry ->
                  entry.getKey()
                      + "="
                      + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      return URI.create(api + path + (query.isEmpty() ? "" : "?" + query)).toURL();
    }
  }

  /// Connects to the first API, from the one that answered last on, that can be connected to. Until
  /// then nothing is sent, so that none of them can have done what the next is asked for.
  private HttpURLConnection connected(Request request, Duration wait) {
    List<String> apis = credentials.apis();
    List<String> tried = new ArrayList<>();
    int first = chosen;
    for (int i = 0; i < apis.size(); i++) {
      int next = (first + i) % apis.size();
      try {
        HttpURLConnection connection = connect(request.at(apis.get(next)), request, wait);
        chosen = next;
        return connection;
      } catch (IOException e) {
        tried.add((apis.size() > 1 ? apis.get(next) + ": " : "") + e.getMessage());
      }
    }
    throw unreachable(String.join("; ", tried));
  }

  private HttpURLConnection connect(URL url, Request request, Duration wait) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    authority.ifPresent(known -> known.judges(connection));
    connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(wait.toMillis()));
    connection.setRequestMethod(request.method());
    connection.setRequestProperty("Accept", request.accept());
    connection.setRequestProperty("Authorization", "Bearer " + credentials.token());
    if (request.body()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
    }
    connection.connect();
    return connection;
  }

  private CommandFailure unreachable(String why) {
    return CommandFailure.failed(
        "cannot reach the API of cluster %s: %s. Is its head agent running? What made the cluster (`nokube quickstart` or `nokube new-or-update`) starts what is missing."
            .formatted(credentials, why));
  }
}
