package io.nokube.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.etcd.ClusterConfig;
import io.nokube.etcd.EtcdLiveness;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.Shown;
import io.nokube.etcd.process.TestAuthority;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.nokube.model.OwnershipPath;
import io.nokube.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who gets into an API that speaks HTTPS.
@ExtendWith(VertxExtension.class)
class ApiTlsTest {
  private static final TestAuthority NODES = TestAuthority.named("nodes");
  private static final TestAuthority USERS = TestAuthority.named("users");
  private static final TestAuthority STRANGERS = TestAuthority.named("users");

  private static EtcdProcess etcd;
  private static EtcdSession session;

  private final TestAuthority.Issued first = NODES.issue("n1", "127.0.0.1");
  private final Shown certificate = Shown.of(first);
  private ApiServer server;

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdProcess.started();
    session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  static void stopEtcd() {
    session.close();
    etcd.close();
  }

  @BeforeEach
  void startServer(Vertx vertx, VertxTestContext context) {
    EtcdKeys keys = new EtcdKeys(new ClusterName("tls"));
    server =
        new ApiServer(
            new ApiSettings(
                keys.cluster(),
                "127.0.0.1",
                0,
                "0.1",
                List.of("https://etcd:2379"),
                Duration.ofMinutes(1),
                new ApiSettings.Limits(10, 10, 10, 10, 10, Duration.ofSeconds(30)),
                Optional.of(new ApiTls(certificate, NODES.trust(USERS)))),
            new Bearer(List.of("right")),
            new EtcdObjectStore(session, keys, InstantSource.system()),
            new EtcdLiveness(session, keys),
            (node, request) -> {
              throw new AssertionError("no log is asked of " + node);
            },
            pod -> OwnershipPath.top("default", "pod", pod.metadata().name()),
            new StoredText(new ClusterConfig(session, keys)),
            Json.MAPPER::createObjectNode,
            Optional::empty,
            InstantSource.system());
    vertx.deployVerticle(server).onComplete(context.succeedingThenComplete());
  }

  @Test
  void theTokenLetsInWithoutACertificate() throws Exception {
    assertThat(get(Shown.nothing(), "right").statusCode()).isEqualTo(200);
    assertThat(get(Shown.nothing(), "wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void aCertificateOfAUserOrANodeLetsInWithoutAToken() throws Exception {
    assertThat(get(Shown.of(USERS.issue("jo")), "").statusCode()).isEqualTo(200);
    assertThat(get(Shown.of(NODES.issue("n2", "127.0.0.2")), "").statusCode()).isEqualTo(200);
  }

  @Test
  void whoHasNeitherIsUnauthorized() throws Exception {
    HttpResponse<String> no = get(Shown.nothing(), "");

    assertThat(no.statusCode()).isEqualTo(401);
    assertThat(no.body())
        .contains(
            "Unauthorized: the API takes only the cluster's bearer token or a certificate of the cluster's");
  }

  @Test
  void aCertificateOfAnotherAuthorityOrAnExpiredOneFailsTheHandshake() {
    assertThatThrownBy(() -> get(Shown.of(STRANGERS.issue("jo")), "right"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(Shown.of(USERS.expired("jo")), "right"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aClientDoesNotTakeItForAServerOfAnotherAuthority() {
    assertThatThrownBy(() -> get(STRANGERS, Shown.nothing(), "right"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void inTheClearItAnswersNothing() {
    HttpRequest plain =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/version"))
            .header("Authorization", "Bearer right")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> client.send(plain, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aRenewedCertificateIsShownToTheNextConnection() throws Exception {
    assertThat(shown(get(Shown.nothing(), "right"))).isEqualTo(first.certificate());
    TestAuthority.Issued second = NODES.issue("n1", "127.0.0.1");

    certificate.show(second);

    assertThat(shown(get(Shown.nothing(), "right"))).isEqualTo(second.certificate());
  }

  private static X509Certificate shown(HttpResponse<?> answer) throws IOException {
    return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private HttpResponse<String> get(Shown shown, String token) throws Exception {
    return get(NODES, shown, token);
  }

  /// Over a connection of its own.
  private HttpResponse<String> get(TestAuthority trusted, Shown shown, String token)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/version"))
            .timeout(Duration.ofSeconds(20));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newBuilder().sslContext(context(trusted, shown)).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static SSLContext context(TestAuthority trusted, Shown shown)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {shown}, new TrustManager[] {trusted.trust()}, null);
    return context;
  }
}
