package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The APIs of a fleet's heads, over TLS: whichever answers. Some are dead while it is asked.
final class FleetApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final List<String> urls = new ArrayList<>();
  private final String token;
  private final HttpClient client;

  private String refusal = "nobody was asked yet";

  /// Which of them answered last.
  private int first;

  /// @param credentials the file that new-or-update leaves in `NOKUBE_HOME`
  FleetApi(Path credentials) throws IOException {
    JsonNode read = JSON.readTree(credentials.toFile());
    read.path("apis").forEach(api -> urls.add(api.asText()));
    token = read.path("token").asText();
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(trusting(read.path("authority").asText()))
            .build();
  }

  private static SSLContext trusting(String pem) throws IOException {
    try {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      known.setCertificateEntry(
          "authority",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority in credentials.json", e);
    }
  }

  /// @return empty: nobody answers it well at this moment
  Optional<JsonNode> get(String path) throws InterruptedException {
    return ask("GET", path, "");
  }

  Optional<JsonNode> post(String path, String body) throws InterruptedException {
    return ask("POST", path, body);
  }

  Optional<JsonNode> delete(String path) throws InterruptedException {
    return ask("DELETE", path, "");
  }

  private Optional<JsonNode> ask(String method, String path, String body)
      throws InterruptedException {
    for (int i = 0; i < urls.size(); i++) {
      int next = (first + i) % urls.size();
      try {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(urls.get(next) + path))
                    .timeout(ANSWER)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() < 300) {
          first = next;
          return Optional.of(JSON.readTree(answer.body()));
        }
        refusal = urls.get(next) + ": " + answer.statusCode() + " " + answer.body();
      } catch (IOException e) {
        // It is dead, or has lost etcd: perhaps the next one hasn't.
        refusal = urls.get(next) + ": " + e;
        first = (next + 1) % urls.size();
      }
    }
    return Optional.empty();
  }

  /// Why the last request that nobody answered well was not.
  String refusal() {
    return refusal;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
