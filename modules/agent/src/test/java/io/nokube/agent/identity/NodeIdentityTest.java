package io.nokube.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.nokube.etcd.process.TestAuthority;
import io.nokube.etcd.process.TestAuthority.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class NodeIdentityTest {
  private static final TestAuthority NODES = TestAuthority.named("nodes");
  private static final TestAuthority USERS = TestAuthority.named("users");
  private static final TestAuthority STRANGERS = TestAuthority.named("nodes");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(NodeIdentity.class);

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    TestAuthority.replace(folder.resolve("ca.crt"), NODES.certificatePem());
    TestAuthority.replace(folder.resolve("users-ca.crt"), USERS.certificatePem());
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  @Test
  void aRenewedCertificateIsTheNextToBeShown() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);
    assertThat(shown(identity)).isEqualTo(first.certificate());

    Issued second = write(NODES.issue("n1", "127.0.0.1"));

    assertThat(shown(identity)).isEqualTo(second.certificate());
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("node identity renewed certificate=" + folder.resolve("node.crt"));
  }

  @Test
  void aHandshakeThatHasBegunKeepsTheCertificateItBeganWith() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);
    String alias = alias(identity);

    write(NODES.issue("n1", "127.0.0.1"));
    String next = alias(identity);

    assertThat(next).isNotEqualTo(alias);
    assertThat(identity.key().getCertificateChain(alias)).containsExactly(first.certificate());
    assertThat(identity.key().getPrivateKey(alias)).isEqualTo(first.key());
  }

  @Test
  void toAnEtcdOfOthersItMayBeOfAnyAuthorityButNotExpired() throws Exception {
    Issued own = write(STRANGERS.issue("n1"));
    assertThat(shown(NodeIdentity.toEtcd(files()))).isEqualTo(own.certificate());

    write(STRANGERS.expired("n1"));

    assertThatThrownBy(() -> NodeIdentity.toEtcd(files()))
        .isInstanceOf(UnfitIdentity.class)
        .hasMessageStartingWith(folder.resolve("node.crt") + ": etcd will not take it: NotAfter: ")
        .hasMessageEndingWith("(is this machine's clock right?)");
  }

  @Test
  void aDamagedFileKeepsTheIdentityAndIsLoggedOnce() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);

    TestAuthority.replace(folder.resolve("node.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

    assertThat(shown(identity)).isEqualTo(first.certificate());
    assertThat(shown(identity)).isEqualTo(first.certificate());
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .startsWith("node identity not renewed, the one before stays why=")
        .contains("node.crt: ");

    Issued mended = write(NODES.issue("n1", "127.0.0.1"));
    assertThat(shown(identity)).isEqualTo(mended.certificate());
  }

  @Test
  void halfOfARenewalWaitsForTheOther() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);
    Issued second = NODES.issue("n1", "127.0.0.1");

    TestAuthority.replace(folder.resolve("node.key"), second.keyPem());
    assertThat(shown(identity)).isEqualTo(first.certificate());
    TestAuthority.replace(folder.resolve("node.crt"), second.certificatePem());
    assertThat(shown(identity)).isEqualTo(second.certificate());
  }

  @Test
  void filesThatAreGoneKeepTheIdentity() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);

    Files.delete(folder.resolve("node.key"));

    assertThat(shown(identity)).isEqualTo(first.certificate());
  }

  @Test
  void betweenTwoLooksNothingIsRead() throws Exception {
    Issued first = write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ofDays(1));

    write(NODES.issue("n1", "127.0.0.1"));

    assertThat(shown(identity)).isEqualTo(first.certificate());
  }

  @Test
  void nodesTrustNodesAndTheApiTrustsUsersToo() throws Exception {
    write(NODES.issue("n1", "127.0.0.1"));
    NodeIdentity identity = NodeIdentity.of(files(), Duration.ZERO);
    X509Certificate[] node = {NODES.issue("n2").certificate()};
    X509Certificate[] user = {USERS.issue("jo").certificate()};
    X509Certificate[] stranger = {STRANGERS.issue("n2").certificate()};
    X509Certificate[] old = {NODES.expired("n2").certificate()};

    identity.nodes().checkClientTrusted(node, "EC");
    identity.callers().checkClientTrusted(node, "EC");
    identity.callers().checkClientTrusted(user, "EC");
    for (X509Certificate[] no : new X509Certificate[][] {user, stranger, old}) {
      assertThatThrownBy(() -> identity.nodes().checkClientTrusted(no, "EC"))
          .isInstanceOf(CertificateException.class);
    }
    for (X509Certificate[] no : new X509Certificate[][] {stranger, old}) {
      assertThatThrownBy(() -> identity.callers().checkClientTrusted(no, "EC"))
          .isInstanceOf(CertificateException.class);
    }
  }

  @Test
  void whatIsNoIdentityIsRefusedByNameOfTheFile() {
    Issued right = write(NODES.issue("n1", "127.0.0.1"));
    refused("other.key: there is no such file", "node.crt", "other.key");
    write(STRANGERS.issue("n1", "127.0.0.1"));
    refused("node.crt: other nodes will not take it: ", "node.crt", "node.key");
    write(NODES.expired("n1", "127.0.0.1"));
    refused("node.crt: other nodes will not take it: NotAfter: ", "node.crt", "node.key");
    TestAuthority.replace(folder.resolve("node.key"), right.keyPem());
    refused("node.key: is not the key of the certificate in ", "node.crt", "node.key");
    refused("ca.crt: holds no private key in PEM", "node.crt", "ca.crt");
    refused("node.key: is no certificate in PEM: ", "node.key", "node.key");
  }

  private void refused(String why, String certificate, String key) {
    assertThatThrownBy(() ->
            NodeIdentity.of(
                new IdentityFiles(
                    folder.resolve("ca.crt"),
                    folder.resolve(certificate),
                    folder.resolve(key),
                    Optional.empty())))
        .isInstanceOf(UnfitIdentity.class)
        .hasMessageStartingWith(folder + "/" + why);
  }

  private Issued write(Issued issued) {
    issued.write(folder, "node");
    return issued;
  }

  private IdentityFiles files() {
    return new IdentityFiles(
        folder.resolve("ca.crt"),
        folder.resolve("node.crt"),
        folder.resolve("node.key"),
        Optional.of(folder.resolve("users-ca.crt")));
  }

  private static X509Certificate shown(NodeIdentity identity) throws Exception {
    return identity.key().getCertificateChain(alias(identity))[0];
  }

  private static String alias(NodeIdentity identity) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    return identity.key().chooseEngineServerAlias("EC", new Principal[0], engine);
  }
}
