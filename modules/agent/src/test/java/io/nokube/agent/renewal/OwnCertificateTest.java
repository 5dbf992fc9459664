package io.nokube.agent.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.agent.identity.IdentityFiles;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.TestAuthority;
import io.nokube.etcd.process.TestAuthority.Issued;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.nokube.model.NodeName;
import io.nokube.model.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node tells of its certificate, and what heads know by it.
class OwnCertificateTest {
  private static final TestAuthority NODES = TestAuthority.named("nodes");
  private static final NodeName N1 = new NodeName("n1");

  private final EtcdKeys keys = new EtcdKeys(new ClusterName("demo"));
  private EtcdProcess etcd;
  private EtcdSession session;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    TestAuthority.replace(folder.resolve("ca.crt"), NODES.certificatePem());
    etcd = EtcdProcess.started();
    session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
  }

  @AfterEach
  void stop() {
    session.close();
    etcd.close();
  }

  private IdentityFiles files() {
    return new IdentityFiles(
        folder.resolve("ca.crt"),
        folder.resolve("node.crt"),
        folder.resolve("node.key"),
        Optional.empty());
  }

  private Issued written(Issued issued) {
    TestAuthority.replace(folder.resolve("node.crt"), issued.certificatePem());
    return issued;
  }

  /// Within half a minute.
  private boolean isTold(Issued issued) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      if (known().at("/nodes/0/until").asText().equals(until(issued))) {
        return true;
      }
    }
    return false;
  }

  private static String until(Issued issued) {
    return issued.certificate().getNotAfter().toInstant().toString();
  }

  private ObjectNode known() {
    ObjectNode certificates = Json.MAPPER.createObjectNode();
    new Lives(session, keys, Optional.of(files()), Optional.of(files())).tell(certificates);
    return certificates;
  }

  @Test
  void aCertificateThatWasPutInItsPlaceIsToldLongBeforeTheNextLook() {
    Issued first = written(NODES.old("n1", "127.0.0.1"));
    try (OwnCertificate own =
        OwnCertificate.lookAfter(
            session, keys, N1, files(), Duration.ofHours(1), InstantSource.system())) {
      assertThat(isTold(first)).isTrue();

      assertThat(isTold(written(NODES.issue("n1", "127.0.0.1")))).isTrue();
    }
  }

  @Test
  void authoritiesAreToldApart() {
    written(NODES.issue("n1", "127.0.0.1"));

    assertThat(known().at("/authorities/0/signs").asText()).isEqualTo("nodes");
    assertThat(known().at("/etcd/0/authority").asBoolean()).isTrue();
    assertThat(known().at("/etcd/1").has("authority")).isFalse();
    assertThat(known().has("unreadable")).isFalse();
  }

  @Test
  void anEtcdThatDoesNotAnswerIsNotTakenForNoCertificates() {
    written(NODES.issue("n1", "127.0.0.1"));
    etcd.kill();

    assertThat(known().path("unreadable").asText()).isNotEmpty();
  }
}
