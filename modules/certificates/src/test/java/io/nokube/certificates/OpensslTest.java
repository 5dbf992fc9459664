package io.nokube.certificates;

import static io.nokube.certificates.Samples.ANNA;
import static io.nokube.certificates.Samples.N1;
import static io.nokube.certificates.Samples.NODES;
import static io.nokube.certificates.Samples.USERS;
import static io.nokube.certificates.Samples.issued;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The texts are those that every other program reads.
class OpensslTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Identity node = issued(NODES, N1);
    Identity user = issued(USERS, ANNA);
    write("ca.crt", NODES.certificatePem());
    write("ca.key", NODES.keyPem());
    write("users-ca.crt", USERS.certificatePem());
    write("node.crt", node.certificatePem());
    write("node.key", node.keyPem());
    write("user.crt", user.certificatePem());
    write("node.csr", CertificateRequest.create(N1).requestPem());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private record Ended(int code, String said) {}

  private Ended openssl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  @Test
  void aNodesCertificateIsGoodForBothEndsUnderItsAddress() throws Exception {
    for (String purpose : List.of("sslserver", "sslclient")) {
      assertThat(verify("ca.crt", "node.crt", purpose, "-verify_ip", "127.0.0.1"))
          .isEqualTo(new Ended(0, "node.crt: OK\n"));
    }
    assertThat(verify("ca.crt", "node.crt", "sslserver", "-verify_ip", "127.0.0.2").said())
        .contains("IP address mismatch");
  }

  @Test
  void aUsersCertificateIsGoodForAClientOnly() throws Exception {
    assertThat(verify("users-ca.crt", "user.crt", "sslclient").code()).isZero();
    assertThat(verify("users-ca.crt", "user.crt", "sslserver").code()).isNotZero();
  }

  @Test
  void anotherAuthoritysCertificateIsRefused() throws Exception {
    assertThat(verify("ca.crt", "user.crt", "sslclient").code()).isNotZero();
  }

  @Test
  void keysAndRequestsAreRead() throws Exception {
    assertThat(openssl("pkey", "-in", "node.key", "-pubout").said())
        .isEqualTo(openssl("x509", "-in", "node.crt", "-pubkey", "-noout").said())
        .startsWith("-----BEGIN PUBLIC KEY-----");
    assertThat(openssl("pkey", "-in", "ca.key", "-noout").code()).isZero();
    assertThat(openssl("req", "-in", "node.csr", "-verify", "-noout", "-subject").said())
        .contains("O = demo, CN = n1");
  }

  private Ended verify(String authority, String file, String purpose, String... more)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of("verify", "-x509_strict", "-CAfile", authority, "-purpose", purpose));
    words.addAll(List.of(more));
    words.add(file);
    return openssl(words.toArray(String[]::new));
  }
}
