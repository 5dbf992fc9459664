package io.nokube.launcher.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.launcher.ssh.KnownHosts.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
  private static final Fingerprint SHOWN = Fingerprint.of(blob("ssh-ed25519", "good"));

  private static byte[] blob(String type, String rest) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(type.length());
      out.writeBytes(type + rest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String key(String type, String rest) {
    return type + " " + Base64.getEncoder().encodeToString(blob(type, rest));
  }

  private static final String GOOD = key("ssh-ed25519", "good");
  private static final String BAD = key("ssh-ed25519", "bad");

  private static Verdict verdict(String... lines) {
    return KnownHosts.of(List.of(lines), "Web.example.com", 2222).of(SHOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[web.example.com]:2222",
        "web.example.com",
        "other,[web.example.com]:2222",
        "*.example.com",
        "web.example.???",
        "[*.example.com]:2222",
        "*"
      })
  void aLineAboutTheHostMakesItKnown(String patterns) {
    assertThat(verdict(patterns + " " + GOOD)).isEqualTo(new Verdict.Known());
    assertThat(verdict(patterns + " " + GOOD + " somebody@somewhere"))
        .isEqualTo(new Verdict.Known());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[web.example.com]:22",
        "example.com",
        "webXexample.com",
        "!other.example.com",
        "*,![web.example.com]:2222,!web.example.com",
        "# web.example.com",
        "@cert-authority *",
        "|1|nonsense"
      })
  void aLineAboutOthersDoesNot(String patterns) {
    assertThat(verdict(patterns + " " + GOOD)).isEqualTo(new Verdict.Unknown());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web.example.com", "web.example.com ssh-ed25519 %%%", "@revoked *"})
  void aLineThatSaysNothingIsPassedOver(String line) {
    assertThat(verdict(line)).isEqualTo(new Verdict.Unknown());
  }

  @Test
  void anotherKeyIsAChange() {
    assertThat(verdict("", "web.example.com " + BAD))
        .isEqualTo(
            new Verdict.Changed(
                new KnownHosts.Line(2, false, Fingerprint.of(blob("ssh-ed25519", "bad")))));
  }

  @Test
  void aKeyOfAnotherTypeAloneIsAChangeToo() {
    assertThat(verdict("web.example.com " + key("ssh-rsa", "x")))
        .isInstanceOf(Verdict.Changed.class);
  }

  @Test
  void oneOfSeveralKeysIsEnough() {
    assertThat(verdict("web.example.com " + BAD, "web.example.com " + GOOD))
        .isEqualTo(new Verdict.Known());
  }

  @Test
  void aLineAboutThePortOverrulesOneAboutTheHost() {
    assertThat(verdict("web.example.com " + GOOD, "[web.example.com]:2222 " + BAD))
        .isInstanceOf(Verdict.Changed.class);
  }

  @Test
  void aRevokedKeyIsRevokedWhateverElseIsSaid() {
    assertThat(verdict("web.example.com " + GOOD, "@revoked web.example.com " + GOOD))
        .isEqualTo(new Verdict.Revoked(new KnownHosts.Line(2, true, SHOWN)));
  }

  @Test
  void theHostIsAskedForAKeyThatIsKnown() {
    var hosts =
        KnownHosts.of(
            List.of(
                "web.example.com " + key("ssh-rsa", "x"),
                "web.example.com " + key("ecdsa-sha2-nistp256", "x")),
            "web.example.com",
            22);
    assertThat(hosts.algorithms())
        .containsExactly("rsa-sha2-512", "rsa-sha2-256", "ecdsa-sha2-nistp256");
  }

  @Test
  void aFingerprintOfNonsenseHasNoType() {
    assertThat(Fingerprint.of("abc".getBytes(StandardCharsets.US_ASCII)).type())
        .isEqualTo("unknown");
  }
}
