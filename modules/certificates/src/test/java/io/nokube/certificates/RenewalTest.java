package io.nokube.certificates;

import static io.nokube.certificates.Samples.ANNA;
import static io.nokube.certificates.Samples.CLOCK;
import static io.nokube.certificates.Samples.N1;
import static io.nokube.certificates.Samples.NODES;
import static io.nokube.certificates.Samples.NOW;
import static io.nokube.certificates.Samples.USERS;
import static io.nokube.certificates.Samples.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.certificates.Renewal.Keep;
import io.nokube.certificates.Renewal.Renew;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalTest {
  /// Together with the ten minutes before, ninety days of life.
  private static final Duration LIFE = Duration.ofDays(90).minus(Authority.SKEW);

  private static final Identity NODE = NODES.issue(N1, CLOCK, LIFE);

  private static Renewal renewal(String pem, Holder holder, Instant now) {
    return Renewal.of(Optional.of(pem), holder, NODES.certificatePem(), now);
  }

  private static Renewal at(Duration later) {
    return renewal(NODE.certificatePem(), N1, NOW.plus(later));
  }

  private static Renew because(String why) {
    return new Renew(why);
  }

  @Test
  void aGoodOneStays() {
    assertThat(at(Duration.ZERO)).isEqualTo(new Keep());
  }

  @Test
  void itStaysUntilLessThanAThirdOfItsLifeIsLeft() {
    Duration third = LIFE.minus(Duration.ofDays(30));

    assertThat(at(third)).isEqualTo(new Keep());
    assertThat(at(third.plusSeconds(1)))
        .isEqualTo(
            because("less than a third of its life is left: it expires at " + NOW.plus(LIFE)));
  }

  @Test
  void anExpiredOneIsRenewed() {
    assertThat(at(LIFE)).isEqualTo(because("it has expired at " + NOW.plus(LIFE)));
  }

  @Test
  void oneOfTheFutureIsRenewed() {
    Instant before = NOW.minus(Duration.ofHours(1));

    assertThat(renewal(NODE.certificatePem(), N1, before))
        .isEqualTo(
            because(
                "it isn't valid before %s, and it is %s: is a clock wrong?"
                    .formatted(NOW.minus(Authority.SKEW), before)));
  }

  @Test
  void oneWithOtherNamesIsRenewed() {
    Holder moved = Holder.node("n1", "demo", Names.of("n1", "10.0.0.7"));

    assertThat(renewal(NODE.certificatePem(), moved, NOW))
        .isEqualTo(because("it names [n1, 0:0:0:0:0:0:0:1, 127.0.0.1], wanted are [n1, 10.0.0.7]"));
  }

  @Test
  void namesInAnotherOrderAndSpellingAreTheSame() {
    Holder same = Holder.node("n1", "demo", Names.of("0:0::1", "127.0.0.1", "N1"));

    assertThat(renewal(NODE.certificatePem(), same, NOW)).isEqualTo(new Keep());
  }

  @Test
  void oneForSomebodyElseIsRenewed() {
    Holder renamed = Holder.node("n2", "demo", N1.names());

    assertThat(renewal(NODE.certificatePem(), renamed, NOW))
        .isEqualTo(because("it is for n1 of demo, wanted is n2 of demo"));
  }

  @Test
  void oneForAnotherUseIsRenewed() {
    Holder user = new Holder("n1", "demo", N1.names(), Use.USER);

    assertThat(renewal(NODE.certificatePem(), user, NOW))
        .isEqualTo(because("it is for another use"));
  }

  @Test
  void oneOfAnotherAuthorityIsRenewed() {
    assertThat(renewal(issued(USERS, N1).certificatePem(), N1, NOW))
        .isEqualTo(because("another authority has signed it"));
    assertThat(renewal(issued(Samples.authority("demo nodes"), N1).certificatePem(), N1, NOW))
        .isEqualTo(because("another authority has signed it"));
  }

  @Test
  void whatCanNotBeReadIsRenewed() {
    String whole = NODE.certificatePem();
    String half = whole.substring(0, whole.length() / 2);

    assertThat(renewal(half, N1, NOW))
        .isInstanceOfSatisfying(
            Renew.class, renew -> assertThat(renew.why()).startsWith("it can't be read: "));
    assertThat(renewal("", N1, NOW))
        .isEqualTo(
            because(
                "it can't be read: reading a PEM text: expected a line"
                    + " -----BEGIN CERTIFICATE-----, found no such line"));
    assertThat(renewal(whole.replaceAll("[A-Z]{4}", "AAAA"), N1, NOW)).isInstanceOf(Renew.class);
  }

  @Test
  void whatIsNotThereIsMade() {
    assertThat(Renewal.of(Optional.empty(), N1, NODES.certificatePem(), NOW))
        .isEqualTo(because("there is none"));
  }

  @Test
  void oneWhoseKeyIsAnotherOrDamagedIsRenewed() {
    Identity mixed = new Identity(NODE.certificatePem(), issued(NODES, N1).keyPem());
    Identity damaged = new Identity(NODE.certificatePem(), NODE.keyPem().substring(0, 40));
    Renew renew = because("its key can't be read or is another certificate's");

    assertThat(Renewal.of(NODE, N1, NODES.certificatePem(), NOW)).isEqualTo(new Keep());
    assertThat(Renewal.of(mixed, N1, NODES.certificatePem(), NOW)).isEqualTo(renew);
    assertThat(Renewal.of(damaged, N1, NODES.certificatePem(), NOW)).isEqualTo(renew);
  }

  @Test
  void aUsersCertificateStaysToo() {
    assertThat(Renewal.of(issued(USERS, ANNA), ANNA, USERS.certificatePem(), NOW))
        .isEqualTo(new Keep());
  }
}
