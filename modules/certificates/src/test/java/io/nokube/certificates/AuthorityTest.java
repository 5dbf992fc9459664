package io.nokube.certificates;

import static io.nokube.certificates.Samples.ANNA;
import static io.nokube.certificates.Samples.CLOCK;
import static io.nokube.certificates.Samples.N1;
import static io.nokube.certificates.Samples.NODES;
import static io.nokube.certificates.Samples.NOW;
import static io.nokube.certificates.Samples.USERS;
import static io.nokube.certificates.Samples.YEAR;
import static io.nokube.certificates.Samples.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorityTest {

  /// By the JDK's own rules (RFC 5280).
  private static void validate(String pem, Authority authority, Instant at)
      throws GeneralSecurityException {
    PKIXParameters rules =
        new PKIXParameters(
            Set.of(new TrustAnchor(Pem.certificate(authority.certificatePem()), null)));
    rules.setRevocationEnabled(false);
    rules.setDate(Date.from(at));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(Pem.certificate(pem))),
            rules);
  }

  @Test
  void itsCertificatesAreValidByTheJdksRules() throws Exception {
    validate(issued(NODES, N1).certificatePem(), NODES, NOW);
    validate(issued(USERS, ANNA).certificatePem(), USERS, NOW);
  }

  @Test
  void anotherAuthorityOfTheSameNameDoesNotVouchForThem() {
    String pem = issued(NODES, N1).certificatePem();

    assertThatThrownBy(() -> validate(pem, Samples.authority("demo nodes"), NOW))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void aHostWhoseClockIsMinutesBehindTakesThem() throws Exception {
    String pem = issued(NODES, N1).certificatePem();

    validate(pem, NODES, NOW.minus(Duration.ofMinutes(9)));
    assertThatThrownBy(() -> validate(pem, NODES, NOW.minus(Duration.ofMinutes(11))))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void itMaySignCertificatesButNoFurtherAuthority() {
    X509Certificate own = Pem.certificate(NODES.certificatePem());

    assertThat(own.getBasicConstraints()).isZero();
    assertThat(own.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(own.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(own.getNonCriticalExtensionOIDs())
        .containsExactlyInAnyOrder("2.5.29.14", "2.5.29.35");
  }

  @Test
  void whatItIssuesIsNoAuthority() {
    Identity node = issued(NODES, N1);

    assertThat(Pem.certificate(node.certificatePem()).getBasicConstraints()).isEqualTo(-1);
    assertThatThrownBy(() -> Authority.fromPem(node.certificatePem(), node.keyPem()))
        .hasMessageContaining("is no authority's");
  }

  @Test
  void noSerialNumberIsGivenTwice() {
    Set<Object> serials = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      serials.add(Pem.certificate(issued(NODES, N1).certificatePem()).getSerialNumber());
    }

    assertThat(serials).hasSize(20);
  }

  @Test
  void itGoesOnFromItsTwoTexts() throws Exception {
    Authority again = Authority.fromPem(NODES.certificatePem(), NODES.keyPem());

    assertThat(again.certificatePem()).isEqualTo(NODES.certificatePem());
    validate(issued(again, N1).certificatePem(), NODES, NOW);
  }

  @Test
  void aKeyOfAnotherAuthorityIsRefused() {
    assertThatThrownBy(() -> Authority.fromPem(NODES.certificatePem(), USERS.keyPem()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isn't that of the authority's certificate (CN=demo nodes)");
  }

  @Test
  void nothingItIssuesOutlivesIt() {
    Authority shortLived = Authority.create("short", CLOCK, Duration.ofDays(30));

    assertThat(CertificateView.of(shortLived.issue(N1, CLOCK, YEAR).certificatePem()).notAfter())
        .isEqualTo(NOW.plus(Duration.ofDays(30)));
  }

  @Test
  void anExpiredOneIssuesNothing() {
    Authority old =
        Authority.create("old", InstantSource.fixed(NOW.minus(YEAR)), Duration.ofDays(30));

    assertThatThrownBy(() -> old.issue(N1, CLOCK, YEAR))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no certificate for n1: the authority CN=old has expired at");
  }

  @Test
  void aRequestIsSignedForWhomTheSignerSaysAndTheKeyStaysWhereItIs() throws Exception {
    CertificateRequest request = CertificateRequest.create(ANNA);

    Identity node = request.with(NODES.sign(request.requestPem(), N1, CLOCK, YEAR));

    validate(node.certificatePem(), NODES, NOW);
    CertificateView view = CertificateView.of(node.certificatePem());
    assertThat(view.commonName()).isEqualTo("n1");
    assertThat(view.names()).isEqualTo(N1.names());
    assertThat(view.hasKey(node.keyPem())).isTrue();
  }

  @Test
  void aRequestThatWasChangedOnTheWayIsRefused() {
    String request = CertificateRequest.create(N1).requestPem();
    byte[] content =
        java.util.Base64.getMimeDecoder().decode(request.replaceAll("-----.*-----", ""));
    content[content.length - 1] ^= 1;
    String changed =
        "-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n"
            .formatted(java.util.Base64.getMimeEncoder().encodeToString(content));

    assertThatThrownBy(() -> NODES.sign(changed, N1, CLOCK, YEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the request for a certificate of n1");
  }

  @Test
  void noKeyIsEverPrinted() {
    Identity identity = issued(NODES, N1);
    CertificateRequest request = CertificateRequest.create(N1);

    assertThat(NODES.toString()).isEqualTo("the authority CN=demo nodes");
    assertThat(identity.toString()).doesNotContain("PRIVATE").hasSizeLessThan(80);
    assertThat(request.toString()).doesNotContain("PRIVATE").hasSizeLessThan(80);
    assertThatThrownBy(() -> Pem.certificate(identity.keyPem()))
        .hasMessage(
            "reading a PEM text: expected a line -----BEGIN CERTIFICATE-----, found"
                + " -----BEGIN PRIVATE KEY-----");
  }

  @Test
  void theJvmsProvidersStayAsTheyWere() {
    issued(NODES, N1);

    assertThat(Security.getProvider("BC")).isNull();
  }
}
