package io.nokube.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.nokube.etcd.process.Shown;
import io.nokube.etcd.process.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private static final TestAuthority OURS = TestAuthority.named("nodes");
  private static final TestAuthority STRANGERS = TestAuthority.named("nodes");

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void itSpeaksHttpsWithWhoeverTheAuthorityVouchesFor() throws Exception {
    ApiClient client = client(https(OURS.issue("n1", "127.0.0.1")));

    assertThat(client.get("/version").path("at").asText()).isEqualTo("/version");
    assertThat(client.send("POST", "/x", Map.of(), "body").ok()).isTrue();
    assertThat(asked).containsExactly("GET Bearer t", "POST Bearer t body");
  }

  @Test
  void itTellsNobodyElseItsToken() throws Exception {
    String stranger = https(STRANGERS.issue("n1", "127.0.0.1"));
    String elsewhere = https(OURS.issue("n1", "127.0.0.9"));
    String old = https(OURS.expired("n1", "127.0.0.1"));

    for (String api : List.of(stranger, elsewhere, old)) {
      assertThatThrownBy(() -> client(api).get("/version"))
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith("cannot reach the API of cluster demo at " + api + ": ");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void theNextApiIsAskedIfOneCannotBeConnectedTo() throws Exception {
    String down = "https://127.0.0.1:" + freePort();
    String stranger = https(STRANGERS.issue("n2", "127.0.0.1"));
    String up = https(OURS.issue("n3", "127.0.0.1"));
    ApiClient client = client(down, stranger, up);

    assertThat(client.send("POST", "/x", Map.of(), "body").ok()).isTrue();
    assertThat(client.get("/version").path("at").asText()).isEqualTo("/version");
    assertThat(asked).containsExactly("POST Bearer t body", "GET Bearer t");
  }

  @Test
  void ifNoneCanBeConnectedToEachSaysWhy() throws Exception {
    String down = "http://127.0.0.1:" + freePort();
    String downToo = "http://127.0.0.1:" + freePort();
    ApiClient client =
        new ApiClient(new Home.Credentials("demo", List.of(down, downToo), "t", Optional.empty()));

    assertThatThrownBy(() -> client.send("POST", "/x", Map.of(), "body"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(down + ": Connection refused; " + downToo + ": Connection refused");
  }

  @Test
  void anAuthorityThatIsNoneIsRefused() {
    for (String pem : List.of("x", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      assertThatThrownBy(() -> Authority.of(pem))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("is no certificate in PEM");
    }
  }

  private static ApiClient client(String... apis) {
    return new ApiClient(
        new Home.Credentials("demo", List.of(apis), "t", Optional.of(OURS.certificatePem())));
  }

  /// An API that notes what it is asked.
  private String https(TestAuthority.Issued certificate)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {Shown.of(certificate)}, null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add((exchange.getRequestMethod() + " " + token + " " + body).strip());
          byte[] answer =
              ("{\"at\":\"" + exchange.getRequestURI() + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
