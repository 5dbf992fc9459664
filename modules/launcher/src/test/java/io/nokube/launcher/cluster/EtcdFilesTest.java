package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.certificates.Authority;
import io.nokube.certificates.Holder;
import io.nokube.certificates.Identity;
import io.nokube.model.cluster.EtcdEndpoint;
import io.nokube.model.cluster.EtcdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtcdFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Authority ETCD = Authority.create("etcd", CLOCK, Duration.ofDays(300));
  private static final Identity OWN =
      ETCD.issue(Holder.user("nokube", "ops"), CLOCK, Duration.ofDays(30));
  private static final Identity OTHER =
      ETCD.issue(Holder.user("nokube", "ops"), CLOCK, Duration.ofDays(30));
  private static final EtcdSource.External SETTINGS =
      new EtcdSource.External(
          List.of(EtcdEndpoint.parse("https://a:2379")), "~/ca.crt", "~/own.crt", "~/own.key");

  @Test
  void whatBelongsTogetherHasNoFault() {
    assertThat(judged(ETCD.certificatePem(), OWN.certificatePem(), OWN.keyPem(), NOW)).isEmpty();
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(judged("words", "", "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE", NOW))
        .containsExactly(
            "etcd.external.ca_file: ~/ca.crt: holds no certificate in PEM",
            "etcd.external.cert_file: ~/own.crt: holds no certificate in PEM",
            "etcd.external.key_file: ~/own.key: holds no key in PKCS 8 (BEGIN PRIVATE KEY); one of another form becomes so by: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
  }

  @Test
  void theKeyIsTheCertificates() {
    assertThat(judged(ETCD.certificatePem(), OWN.certificatePem(), OTHER.keyPem(), NOW))
        .containsExactly(
            "etcd.external.key_file: ~/own.key: is not the key of the certificate in ~/own.crt");
  }

  @Test
  void whatHasExpiredIsOfNoUse() {
    assertThat(
            judged(
                ETCD.certificatePem(),
                OWN.certificatePem(),
                OWN.keyPem(),
                NOW.plus(Duration.ofDays(31))))
        .containsExactly(
            "etcd.external.cert_file: ~/own.crt: has expired at 2026-12-30T12:00:00Z: have it renewed");
    assertThat(
            judged(
                ETCD.certificatePem(),
                OWN.certificatePem(),
                OWN.keyPem(),
                NOW.plus(Duration.ofDays(301))))
        .startsWith("etcd.external.ca_file: ~/ca.crt: has expired at 2027-09-26T12:00:00Z");
  }

  private static List<String> judged(
      String authority, String certificate, String key, Instant now) {
    return EtcdFiles.judged(SETTINGS, authority, certificate, key, now);
  }
}
