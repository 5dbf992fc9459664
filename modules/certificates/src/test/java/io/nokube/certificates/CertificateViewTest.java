package io.nokube.certificates;

import static io.nokube.certificates.Samples.ANNA;
import static io.nokube.certificates.Samples.N1;
import static io.nokube.certificates.Samples.NODES;
import static io.nokube.certificates.Samples.NOW;
import static io.nokube.certificates.Samples.USERS;
import static io.nokube.certificates.Samples.YEAR;
import static io.nokube.certificates.Samples.issued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CertificateViewTest {

  @Test
  void itSaysWhatWasAskedFor() {
    CertificateView view = CertificateView.of(issued(NODES, N1).certificatePem());

    assertThat(view.commonName()).isEqualTo("n1");
    assertThat(view.organization()).isEqualTo("demo");
    assertThat(view.names()).isEqualTo(Names.of("n1", "127.0.0.1", "::1"));
    assertThat(view.notBefore()).isEqualTo(NOW.minus(Authority.SKEW));
    assertThat(view.notAfter()).isEqualTo(NOW.plus(YEAR));
    assertThat(view.isFor(Use.NODE)).isTrue();
    assertThat(view.isFor(Use.USER)).isFalse();
  }

  @Test
  void aNameWithSignsOfItsOwnStaysOneName() {
    Holder odd = Holder.user("anna, O=system:masters + \"ä\"", "a=b");

    CertificateView view = CertificateView.of(issued(USERS, odd).certificatePem());

    assertThat(view.commonName()).isEqualTo(odd.commonName());
    assertThat(view.organization()).isEqualTo(odd.organization());
  }

  @Test
  void itKnowsWhoSignedIt() {
    CertificateView view = CertificateView.of(issued(NODES, N1).certificatePem());

    assertThat(view.isSignedBy(NODES.certificatePem())).isTrue();
    assertThat(view.isSignedBy(USERS.certificatePem())).isFalse();
    assertThat(view.isSignedBy(Samples.authority("demo nodes").certificatePem())).isFalse();
  }

  @Test
  void itsFingerprintIsItsOwn() {
    Identity user = issued(USERS, ANNA);

    assertThat(CertificateView.of(user.certificatePem()).fingerprint())
        .matches("[0-9a-f]{64}")
        .isEqualTo(CertificateView.of(user.certificatePem()).fingerprint())
        .isNotEqualTo(CertificateView.of(issued(USERS, ANNA).certificatePem()).fingerprint());
  }

  @Test
  void nobodyGetsACertificateThatNamesNonsense() {
    assertThatThrownBy(() -> Names.of("n1", "no name"))
        .hasMessage(
            "a certificate can't name \"no name\": it is neither an IP address nor a DNS name");
    assertThatThrownBy(() -> Names.of("10.0.0.256")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Holder.node("n1", "demo", Names.NONE))
        .hasMessageContaining("n1 has none");
    assertThatThrownBy(() -> Holder.user("x".repeat(65), "demo")).hasMessageContaining("has 65");
  }
}
