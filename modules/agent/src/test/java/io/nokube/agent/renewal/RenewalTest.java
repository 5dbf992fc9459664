package io.nokube.agent.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.agent.identity.Pem;
import io.nokube.etcd.process.TestAuthority;
import io.nokube.etcd.process.TestAuthority.Issued;
import io.nokube.model.NodeName;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A certificate of an authority that Bouncy Castle made, signed anew.
class RenewalTest {
  private static final TestAuthority NODES = TestAuthority.named("nodes");
  private static final TestAuthority STRANGERS = TestAuthority.named("nodes");
  private static final NodeName N1 = new NodeName("n1");
  private static final Issued OLD = NODES.old("n1", "127.0.0.1", "::1", "n1.example.com");
  private static final Instant NOW = Instant.parse("2049-12-31T00:10:00Z");

  @TempDir private Path folder;
  private PrivateKey key;

  @BeforeEach
  void readKey() throws Exception {
    key = Pem.key(Files.writeString(folder.resolve("ca.key"), NODES.keyPem()), "EC");
  }

  private X509Certificate resigned(Life life) throws GeneralSecurityException {
    return Resigned.of(OLD.certificate(), key, life, BigInteger.valueOf(0x80ff));
  }

  @Test
  void whatIsSignedAnewSaysTheSameForAnotherTime() throws Exception {
    X509Certificate old = OLD.certificate();
    Life life =
        new Life(Instant.parse("2030-01-02T03:04:05Z"), Instant.parse("2031-06-07T08:09:10Z"));

    X509Certificate renewed = resigned(life);

    renewed.verify(NODES.certificate().getPublicKey());
    assertThat(Life.of(renewed)).isEqualTo(life);
    assertThat(renewed.getSerialNumber()).isEqualTo(0x80ff);
    assertThat(renewed.getPublicKey()).isEqualTo(old.getPublicKey());
    assertThat(renewed.getSubjectX500Principal()).isEqualTo(old.getSubjectX500Principal());
    assertThat(renewed.getIssuerX500Principal()).isEqualTo(old.getIssuerX500Principal());
    assertThat(renewed.getSubjectAlternativeNames())
        .containsExactlyElementsOf(old.getSubjectAlternativeNames());
    assertThat(renewed.getExtendedKeyUsage()).isEqualTo(old.getExtendedKeyUsage());
    assertThat(renewed.getCriticalExtensionOIDs()).isEqualTo(old.getCriticalExtensionOIDs());
    assertThat(renewed.getSigAlgOID()).isEqualTo(old.getSigAlgOID());
  }

  @Test
  void aLifeMayReachIntoYearsOfFourDigits() throws Exception {
    Life life =
        new Life(Instant.parse("2049-12-31T23:59:59Z"), Instant.parse("2050-01-01T00:00:00Z"));
    assertThat(Life.of(resigned(life))).isEqualTo(life);
  }

  @Test
  void itCanBeWrittenAndReadAgain() throws Exception {
    X509Certificate renewed = resigned(Life.of(OLD.certificate()));
    assertThat(Pem.certificate(Pem.text(renewed))).isEqualTo(renewed);
  }

  @Test
  void anotherKeysSignatureIsNotTheAuthoritys() throws Exception {
    PrivateKey other =
        Pem.key(Files.writeString(folder.resolve("o.key"), STRANGERS.keyPem()), "EC");
    X509Certificate renewed =
        Resigned.of(OLD.certificate(), other, Life.of(OLD.certificate()), BigInteger.TWO);
    assertThatThrownBy(() -> renewed.verify(NODES.certificate().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void aLifeIsOldWhenLessThanAThirdIsLeft() {
    Life life = new Life(NOW, NOW.plus(Duration.ofDays(30)));
    assertThat(life.isOld(NOW.plus(Duration.ofDays(20)))).isFalse();
    assertThat(life.isOld(NOW.plus(Duration.ofDays(20).plusSeconds(1)))).isTrue();
    assertThat(life.isOver(NOW.plus(Duration.ofDays(30)).minusSeconds(1))).isFalse();
    assertThat(life.isOver(NOW.plus(Duration.ofDays(30)))).isTrue();
  }

  @Test
  void whatEndsWithTheAuthorityIsNotToBeRenewed() {
    Life old = new Life(NOW.minus(Duration.ofDays(25)), NOW.plus(Duration.ofDays(5)));
    assertThat(old.isToBeRenewed(NOW, new Life(NOW, old.until().plusSeconds(1)))).isTrue();
    assertThat(old.isToBeRenewed(NOW, new Life(NOW, old.until()))).isFalse();
    Life young = new Life(NOW, NOW.plus(Duration.ofDays(30)));
    assertThat(young.isToBeRenewed(NOW, new Life(NOW, NOW.plus(Duration.ofDays(90))))).isFalse();
  }

  @Test
  void aBundleIsGoodForAsLongAsItsLongest() {
    X509Certificate soon = NODES.expired("n1", "127.0.0.1").certificate();
    X509Certificate late = NODES.issue("n1", "127.0.0.1").certificate();
    assertThat(Lives.lastsLongest(List.of(soon, late))).isEqualTo(late);
    assertThat(Lives.lastsLongest(List.of(late, soon))).isEqualTo(late);
  }

  @Test
  void aNewLifeIsAsLongAndEndsWithTheAuthority() {
    Life life = new Life(NOW.minus(Duration.ofDays(25)), NOW.plus(Duration.ofDays(5)));
    Instant begin = NOW.minus(Duration.ofMinutes(10));
    assertThat(life.anew(NOW, new Life(NOW, NOW.plus(Duration.ofDays(90)))))
        .isEqualTo(new Life(begin, begin.plus(Duration.ofDays(30))));
    assertThat(life.anew(NOW, new Life(NOW, NOW.plus(Duration.ofDays(9)))))
        .isEqualTo(new Life(begin, NOW.plus(Duration.ofDays(9))));
  }

  @Test
  void theAuthoritySignsWhatItHasSignedAndIsOld() {
    assertThat(refusal(OLD.certificate())).isEmpty();
    assertThat(refusal(STRANGERS.old("n1", "127.0.0.1").certificate()))
        .contains("this cluster's authority hasn't signed it");
    assertThat(refusal(NODES.certificate())).contains("it is an authority's");
    assertThat(refusal(NODES.old("n2", "127.0.0.1").certificate())).contains("it is for CN=n2");
    assertThat(refusal(NODES.expired("n1", "127.0.0.1").certificate()).orElseThrow())
        .startsWith("it has expired at ");
    assertThat(refusal(NODES.issue("n1", "127.0.0.1").certificate()).orElseThrow())
        .startsWith("more than a third of its life is left");
  }

  private static Optional<String> refusal(X509Certificate asked) {
    return new Request(N1, asked).refusal(NODES.certificate(), Instant.now());
  }

  @Test
  void aNodeTakesOnlyItsOwnCertificateRenewed() throws Exception {
    Life longer = new Life(NOW.minus(Duration.ofDays(1)), NOW);
    X509Certificate renewed = resigned(longer);
    assertThat(taken(renewed)).isEmpty();
    assertThat(taken(OLD.certificate())).contains("it expires no later than the present one");
    assertThat(taken(NODES.issue("n1", "127.0.0.1").certificate()))
        .contains("it is of another key");

    PrivateKey other =
        Pem.key(Files.writeString(folder.resolve("o.key"), STRANGERS.keyPem()), "EC");
    X509Certificate forged = Resigned.of(OLD.certificate(), other, longer, BigInteger.TWO);
    assertThat(taken(forged)).contains("this cluster's authority hasn't signed it");
  }

  private static Optional<String> taken(X509Certificate offered) {
    return new Offer(offered).refusal(OLD.certificate(), NODES.certificate());
  }
}
