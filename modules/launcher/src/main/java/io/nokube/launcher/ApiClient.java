package io.nokube.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Speaks to a cluster's API. (The JDK's newer HttpClient costs half a second more at start.)
final class ApiClient {
  static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Home.Credentials credentials;

  ApiClient(Home.Credentials credentials) {
    this.credentials = credentials;
  }

  static ApiClient current() {
    return new ApiClient(Home.ofUser().current());
  }

  /// An answer, whatever its code.
  record Answer(int code, String body) {
    boolean ok() {
      return code < 300;
    }

    /// @throws CommandFailure if the body is no JSON
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw CommandFailure.failed("the API answered no JSON (HTTP " + code + ")");
      }
    }

    /// The body's JSON.
    ///
    /// @throws CommandFailure with the API's message if it said no
    JsonNode orFail() {
      if (ok()) {
        return json();
      }
      if (code == 401) {
        throw CommandFailure.failed(
            "the cluster does not take the token in %s. `nokube quickstart` writes the right one."
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

  Answer get(String path, Map<String, String> parameters, String accept) {
    return exchange("GET", path, parameters, accept, new byte[0]);
  }

  JsonNode get(String path) {
    return get(path, Map.of(), "application/json").orFail();
  }

  Answer send(String method, String path, Map<String, String> parameters, String body) {
    return send(method, path, parameters, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, Map<String, String> parameters, byte[] body) {
    return exchange(method, path, parameters, "application/json", body);
  }

  private Answer exchange(
      String method, String path, Map<String, String> parameters, String accept, byte[] body) {
    HttpURLConnection connection = open(method, path, parameters, accept, ANSWER);
    try {
      if (body.length > 0) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
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
    } catch (java.net.ConnectException e) {
      throw unreachable(e);
    } catch (IOException e) {
      throw method.equals("GET")
          ? unreachable(e)
          : CommandFailure.unknown(
              "contact with %s broke (%s): it is unknown whether it was done; read again to know"
                  .formatted(credentials, e.getMessage()));
    }
  }

  /// Opens a stream of the answer's body: a log or a watch. The caller closes it.
  InputStream stream(String path, Map<String, String> parameters, String accept) {
    HttpURLConnection connection = open("GET", path, parameters, accept, Duration.ZERO);
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
      throw unreachable(e);
    }
  }

  private HttpURLConnection open(
      String method, String path, Map<String, String> parameters, String accept, Duration wait) {
    String query =
        parameters.entrySet().stream()
            .map(entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create(credentials.api() + path + (query.isEmpty() ? "" : "?" + query))
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
      connection.setReadTimeout(Math.toIntExact(wait.toMillis()));
      connection.setRequestMethod(method);
      connection.setRequestProperty("Accept", accept);
      connection.setRequestProperty("Authorization", "Bearer " + credentials.token());
      return connection;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private CommandFailure unreachable(IOException e) {
    return CommandFailure.failed(
        "cannot reach the API of cluster %s: %s. Is its head agent running? `nokube quickstart` starts what is missing."
            .formatted(credentials, e.getMessage()));
  }
}
