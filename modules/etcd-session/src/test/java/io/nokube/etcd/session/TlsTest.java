package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.Shown;
import io.nokube.etcd.process.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session and an etcd that show each other certificates.
class TlsTest {
  private static final TestAuthority OURS = TestAuthority.named("ours");
  private static final TestAuthority STRANGERS = TestAuthority.named("ours");
  private static final Duration NEVER = Duration.ofMillis(2500); // two tries and more

  /// etcd's reason may come too late to be read: then the connection just ends.
  private static final String[] TURNED_AWAY = {"certificate", "Network closed"};

  @TempDir private static Path folder;
  private static EtcdProcess etcd;

  @BeforeAll
  static void start() {
    etcd = EtcdProcess.secured(OURS.files(folder));
  }

  @AfterAll
  static void stop() {
    etcd.close();
  }

  @Test
  void theRightCertificatesCarryReadsWritesAndWatches() {
    var seen = new CopyOnWriteArrayList<Delivery>();
    try (var session = open(etcd, OURS, Shown.of(OURS.issue("n1", "127.0.0.1")))) {
      assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
      var _ = session.watch(Span.prefix("/tls/"), seen::add);
      var lease = session.currentLease().orElseThrow();
      assertThat(session.commit(Txn.of(Write.put("/tls/a", "1", lease))))
          .isInstanceOf(Outcome.Committed.class);
      assertThat(session.get("/tls/a").answer().orElseThrow()).isPresent();
      Eventually.soon("the watch", () -> seen.toString().contains("/tls/a"));
    }
  }

  @Test
  void aClientWithoutACertificateGetsNoContact() {
    refused(etcd, Shown.nothing(), TURNED_AWAY);
  }

  @Test
  void aClientWithACertificateOfAnotherAuthorityGetsNoContact() {
    refused(etcd, Shown.of(STRANGERS.issue("n1", "127.0.0.1")), TURNED_AWAY);
  }

  @Test
  void aClientWithAnExpiredCertificateGetsNoContact() {
    refused(etcd, Shown.of(OURS.expired("n1", "127.0.0.1")), TURNED_AWAY);
  }

  @Test
  void anEtcdOfAnotherAuthorityIsNotTrusted(@TempDir Path other) {
    try (var strange = EtcdProcess.secured(STRANGERS.files(other))) {
      refused(strange, Shown.of(OURS.issue("n1", "127.0.0.1")), "PKIX");
    }
  }

  @Test
  void anEtcdWhoseCertificateNamesAnotherHostIsNotTrusted(@TempDir Path other) {
    var files = OURS.files(other);
    OURS.issue("etcd", "127.0.0.2").write(other, "etcd");
    try (var elsewhere = EtcdProcess.secured(files)) {
      refused(elsewhere, Shown.of(OURS.issue("n1", "127.0.0.1")), "127.0.0.1");
    }
  }

  @Test
  void aRenewedCertificateIsShownByTheNextConnection() {
    var shown = Shown.of(OURS.expired("n1", "127.0.0.1"));
    try (var session = open(etcd, OURS, shown)) {
      assertThat(session.awaitContact(NEVER)).isFalse();
      shown.show(OURS.issue("n1", "127.0.0.1"));
      assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void tlsIsForHttpsAndNoTlsForHttp() {
    var second = Duration.ofSeconds(1);
    var ttl = Duration.ofSeconds(2);
    var tls = Optional.of(new EtcdTls(Shown.nothing(), OURS.trust()));
    var plain = List.of(URI.create("http://127.0.0.1:2379"));
    var secure = List.of(URI.create("https://127.0.0.1:2379"));
    assertThatThrownBy(() -> new EtcdSettings(plain, ttl, second, second, second, tls))
        .hasMessage(
            "etcd endpoint http://127.0.0.1:2379: write it as https://<host>:<port>, since TLS is set");
    assertThatThrownBy(() -> new EtcdSettings(secure, ttl, second, second, second))
        .hasMessage(
            "etcd endpoint https://127.0.0.1:2379: write it as http://<host>:<port>, since no TLS is set");
  }

  /// No contact comes about, and one of the words says why.
  private static void refused(EtcdProcess etcd, Shown shown, String... words) {
    try (var session = open(etcd, OURS, shown)) {
      assertThat(session.awaitContact(NEVER)).isFalse();
      Eventually.within(
          Duration.ofSeconds(20),
          "one of " + List.of(words),
          () -> Stream.of(words).anyMatch(session.contact().toString()::contains));
      assertThat(session.contact()).isInstanceOf(Contact.Lost.class);
    }
  }

  private static EtcdSession open(EtcdProcess etcd, TestAuthority trusted, Shown shown) {
    var tls = new EtcdTls(shown, trusted.trust());
    return EtcdSession.open(Sessions.settings(etcd, Optional.of(tls)));
  }
}
