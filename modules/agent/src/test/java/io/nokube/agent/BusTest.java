package io.nokube.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.agent.identity.IdentityFiles;
import io.nokube.agent.identity.NodeIdentity;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.Shown;
import io.nokube.etcd.process.TestAuthority;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Span;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes on a bus where each must show who it is.
class BusTest {
  private static final TestAuthority OURS = TestAuthority.named("nodes");
  private static final TestAuthority STRANGERS = TestAuthority.named("nodes");
  private static final Duration REPLY = Duration.ofSeconds(3);

  private static EtcdProcess etcd;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private EtcdKeys keys;

  @TempDir private Path folder;

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdProcess.started();
  }

  @AfterAll
  static void stopEtcd() {
    etcd.close();
  }

  @BeforeEach
  void newCluster() {
    keys = new EtcdKeys(new ClusterName("bus-" + Integer.toHexString(folder.hashCode())));
    Vertx first = join("n1", OURS, OURS.issue("n1", "127.0.0.1"));
    first.eventBus().<String>consumer("echo", message -> message.reply("n1 " + message.body()));
  }

  @AfterEach
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  @Test
  void nodesOfOneAuthorityHearEachOther() throws Exception {
    Vertx second = join("n2", OURS, OURS.issue("n2", "127.0.0.1"));

    assertThat(said(second)).isEqualTo("n1 hello");
  }

  @Test
  void aNodeWithACertificateOfAnotherAuthorityIsNotHeard() {
    // It trusts the others, but they don't trust it.
    Vertx second = join("n2", STRANGERS, OURS, STRANGERS.issue("n2", "127.0.0.1"));

    assertThatThrownBy(() -> said(second)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aNodeIsNotSpokenToWhoseCertificateIsOfAnotherAuthority() {
    Vertx second = join("n2", STRANGERS, STRANGERS.issue("n2", "127.0.0.1"));

    assertThatThrownBy(() -> said(second)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void aNodeIsNotSpokenToWhoseCertificateNamesAnotherAddress() throws Exception {
    Vertx second = join("n2", OURS, OURS.issue("n2", "127.0.0.9"));
    second.eventBus().<String>consumer("second", message -> message.reply("n2"));
    Vertx third = join("n3", OURS, OURS.issue("n3", "127.0.0.1"));

    assertThat(said(third)).isEqualTo("n1 hello");
    assertThatThrownBy(() -> said(third, "second")).isInstanceOf(ExecutionException.class);
  }

  @Test
  void whoShowsNoCertificateOrAnExpiredOneGetsNoConnection() throws Exception {
    assertThat(shown(port(), Shown.of(OURS.issue("n2", "127.0.0.1")))).isNotNull();
    assertThatThrownBy(() -> shown(port(), Shown.nothing())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> shown(port(), Shown.of(OURS.expired("n2", "127.0.0.1"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> shown(port(), Shown.of(STRANGERS.issue("n2", "127.0.0.1"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aCertificateRenewedOnDiskIsShownToTheNextConnection() throws Exception {
    Shown client = Shown.of(OURS.issue("n2", "127.0.0.1"));
    X509Certificate before = shown(port(), client);
    TestAuthority.Issued renewed = OURS.issue("n1", "127.0.0.1");
    assertThat(before).isNotEqualTo(renewed.certificate());

    renewed.write(folder.resolve("n1"), "node");

    long deadline = System.nanoTime() + NodeIdentity.LOOK_EVERY.multipliedBy(4).toNanos();
    X509Certificate now = before;
    while (!now.equals(renewed.certificate()) && System.nanoTime() - deadline < 0) {
      now = shown(port(), client);
    }
    assertThat(now).isEqualTo(renewed.certificate());
  }

  private Vertx join(String name, TestAuthority authority, TestAuthority.Issued certificate) {
    return join(name, authority, authority, certificate);
  }

  /// @param named as the node's authority when it starts
  /// @param trusted what the same file holds afterwards
  private Vertx join(
      String name, TestAuthority named, TestAuthority trusted, TestAuthority.Issued certificate) {
    try {
      Path own = Files.createDirectory(folder.resolve(name));
      Files.writeString(
          own.resolve("ca.crt"),
          named.certificatePem() + (named == trusted ? "" : trusted.certificatePem()));
      certificate.write(own, "node");
      NodeIdentity identity =
          NodeIdentity.of(
              new IdentityFiles(
                  own.resolve("ca.crt"),
                  own.resolve("node.crt"),
                  own.resolve("node.key"),
                  Optional.empty()));
      EtcdSession session = session();
      Vertx vertx = Bus.join(session, keys, "127.0.0.1", 2, Optional.of(identity));
      opened.push(() -> done(vertx.close()));
      return vertx;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private EtcdSession session() {
    EtcdSession session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    opened.push(session);
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
    return session;
  }

  private static String said(Vertx vertx) throws Exception {
    return said(vertx, "echo");
  }

  private static String said(Vertx vertx, String address) throws Exception {
    DeliveryOptions patience = new DeliveryOptions().setSendTimeout(REPLY.toMillis());
    Message<String> reply = done(vertx.eventBus().<String>request(address, "hello", patience));
    return reply.body();
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /// Where the first node's bus listens, as it says in etcd.
  private int port() {
    List<KeyValue> entries = session().list(Span.prefix(keys.bus())).answer().orElseThrow();
    String text = entries.stream().map(KeyValue::text).reduce("", String::concat);
    var port = Pattern.compile("\"port\":([0-9]+)").matcher(text);
    assertThat(port.find()).as(text).isTrue();
    return Integer.parseInt(port.group(1));
  }

  /// What the bus shows to a caller that goes on after the handshake.
  private static X509Certificate shown(int port, Shown caller)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {caller}, new TrustManager[] {OURS.trust()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(1000);
      socket.startHandshake();
      try {
        // TLS 1.3 refuses a caller only after its handshake; one who is taken hears nothing.
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        throw new IOException("the connection was closed");
      } catch (java.net.SocketTimeoutException taken) {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
      }
    }
  }
}
