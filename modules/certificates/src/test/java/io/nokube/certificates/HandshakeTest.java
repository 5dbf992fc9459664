package io.nokube.certificates;

import static io.nokube.certificates.Samples.ANNA;
import static io.nokube.certificates.Samples.N1;
import static io.nokube.certificates.Samples.NODES;
import static io.nokube.certificates.Samples.USERS;
import static io.nokube.certificates.Samples.YEAR;
import static io.nokube.certificates.Samples.issued;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.certificates.Loopback.End;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// Who believes whom in a real TLS handshake.
class HandshakeTest {
  private static final Identity NODE = issued(NODES, N1);
  private static final End SERVER = new End(NODE, NODES.certificatePem());

  private static Identity other(String name) {
    return issued(NODES, Holder.node(name, "demo", Names.of(name)));
  }

  @Test
  void nodesOfOneAuthorityBelieveEachOtherByAddressAndByName() throws Exception {
    End client = new End(other("n2"), NODES.certificatePem());

    Loopback.connect(SERVER, client, "127.0.0.1");
    Loopback.connect(SERVER, client, "n1");
  }

  @Test
  void aServerIsNotBelievedUnderANameOrAddressThatItsCertificateLacks() {
    End client = new End(other("n2"), NODES.certificatePem());
    End misnamed = new End(other("n3"), NODES.certificatePem());

    refused(misnamed, client, "127.0.0.1", "127.0.0.1");
    refused(SERVER, client, "n7", "n7");
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() {
    Authority namesake = Samples.authority("demo nodes");
    End impostor = new End(issued(namesake, N1), NODES.certificatePem());

    refused(impostor, new End(other("n2"), NODES.certificatePem()), "127.0.0.1", "path");
  }

  @Test
  void aClientOfAnotherAuthorityIsRefused() {
    End user = new End(issued(USERS, ANNA), NODES.certificatePem());

    refused(SERVER, user, "127.0.0.1", "certificate");
  }

  @Test
  void aUserIsBelievedWhereUsersAre() throws Exception {
    End server = new End(NODE, USERS.certificatePem());

    Loopback.connect(server, new End(issued(USERS, ANNA), NODES.certificatePem()), "127.0.0.1");
  }

  @Test
  void aUsersCertificateIsNoServers() {
    Holder posing = new Holder("anna", "nokube:admins", Names.of("127.0.0.1"), Use.USER);
    End server = new End(issued(NODES, posing), NODES.certificatePem());

    refused(server, new End(other("n2"), NODES.certificatePem()), "127.0.0.1", "TLS server");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    InstantSource longAgo = InstantSource.fixed(Samples.NOW.minus(Duration.ofDays(2)));
    Authority old = Authority.create("demo nodes", longAgo, YEAR);
    End server = new End(old.issue(N1, longAgo, Duration.ofDays(1)), old.certificatePem());
    End client = new End(old.issue(N1, longAgo, YEAR), old.certificatePem());

    refused(server, client, "127.0.0.1", "validity check failed");
  }

  private static void refused(End server, End client, String named, String why) {
    assertThatThrownBy(() -> Loopback.connect(server, client, named))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }
}
