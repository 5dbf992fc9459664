package io.nokube.launcher.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path folder;
  static SshdProcess sshd;

  @BeforeAll
  static void start() {
    sshd = SshdProcess.start(folder.resolve("sshd"));
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static SshFailure failure(SshTarget target) {
    return failure(target, SOON);
  }

  private static SshFailure failure(SshTarget target, Duration deadline) {
    return catchThrowableOfType(SshFailure.class, () -> SshHost.connect(target, deadline).close());
  }

  private static void letsIn(SshTarget target) {
    try (var host = SshHost.connect(target, SOON)) {
      assertThat(host.home()).endsWith("root-home");
    }
  }

  private static SshTarget by(Login login) {
    return sshd.target("root", login);
  }

  private static SshTarget by(HostKey hostKey) {
    var target = sshd.target();
    return new SshTarget(
        target.node(), target.address(), target.port(), target.user(), target.login(), hostKey);
  }

  @Nested
  class Keys {
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKeyThatTheHostKnowsLetsIn(String type) {
      letsIn(by(new Login.KeyFile(sshd.key(type), Optional.empty())));
    }

    @Test
    void anOldStyleKeyLetsIn() {
      letsIn(by(new Login.KeyFile(sshd.key("rsa", "-m", "PEM"), Optional.empty())));
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() {
      var key = sshd.key("ed25519", "-N", "open sesame");
      letsIn(by(new Login.KeyFile(key, Optional.of(Secret.of("open sesame")))));

      var without = failure(by(new Login.KeyFile(key, Optional.empty())));
      assertThat(without.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(without.what()).contains("it is encrypted, and no passphrase is given", "" + key);

      var wrong = failure(by(new Login.KeyFile(key, Optional.of(Secret.of("open barley")))));
      assertThat(wrong.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(wrong.what()).contains("the passphrase doesn't open it");
      assertThat(wrong.getMessage()).doesNotContain("barley");
    }

    @Test
    void anEncryptedOldStyleKeyOpensToo() {
      var key = sshd.key("rsa", "-m", "PEM", "-N", "open sesame");
      letsIn(by(new Login.KeyFile(key, Optional.of(Secret.of("open sesame")))));
      assertThat(failure(by(new Login.KeyFile(key, Optional.of(Secret.of("wrong"))))).what())
          .contains("the passphrase doesn't open it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa"})
    void aStrangersKeyIsNamedWithWhatTheHostTakes(String type) {
      var key = sshd.strangersKey(type);
      var failure = failure(by(new Login.KeyFile(key, Optional.empty())));
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure.what())
          .startsWith(
              "n1: root@127.0.0.1:" + sshd.port() + " doesn't let us in: tried the key " + key)
          .contains("SHA256:", "the server takes publickey, password");
      assertThat(failure.advice()).contains("ssh-copy-id -i " + key);
    }

    @Test
    void aMissingKeyFileIsSaidBeforeAnythingIsSent() {
      var target =
          new SshTarget(
              "n1",
              "127.0.0.1",
              1,
              "root",
              new Login.KeyFile(folder.resolve("none"), Optional.empty()),
              new HostKey.KnownHosts(folder.resolve("none")));
      assertThat(failure(target).what()).contains("there is no such file");
    }

    @Test
    void aFileThatIsNoKeyIsRefused() throws IOException {
      var file = Files.writeString(folder.resolve("notes"), "shopping list\n");
      var failure = failure(by(new Login.KeyFile(file, Optional.empty())));
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure.what()).contains("cannot use the key file " + file);
    }
  }

  @Nested
  class Passwords {
    @Test
    void theRightOneLetsIn() {
      letsIn(by(new Login.Password(Secret.of(SshdProcess.ROOT_PASSWORD))));
    }

    @Test
    void aWrongOneIsRefusedAndNeverShown() {
      var login = new Login.Password(Secret.of("wrong battery"));
      var failure = failure(by(login));
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure.what()).contains("tried the password of root");
      assertThat(failure.getMessage() + login).doesNotContain("battery");
    }
  }

  @Nested
  class Agents {
    private static Login agentWith(AgentProcess agent, Path... keys) {
      for (var key : keys) {
        agent.add(key);
      }
      return new Login.Agent(agent.socket());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void anAgentsKeyLetsIn(String type, @TempDir Path temp) {
      try (var agent = AgentProcess.start(temp)) {
        letsIn(by(agentWith(agent, sshd.key(type))));
      }
    }

    @Test
    void anRsaKeySignsWithSha256WhereTheHostTakesNothingElse(@TempDir Path temp) {
      try (var agent = AgentProcess.start(temp);
          var old =
              SshdProcess.start(
                  temp.resolve("old"),
                  "PubkeyAcceptedAlgorithms rsa-sha2-256",
                  "Subsystem sftp internal-sftp")) {
        letsIn(old.target("root", agentWith(agent, old.key("rsa"))));
      }
    }

    @Test
    void itsKeysAreTriedInTurn(@TempDir Path temp) {
      try (var agent = AgentProcess.start(temp)) {
        letsIn(by(agentWith(agent, sshd.strangersKey("ecdsa"), sshd.key("ed25519"))));
      }
    }

    @Test
    void strangersKeysAreAllNamed(@TempDir Path temp) {
      try (var agent = AgentProcess.start(temp)) {
        var login = agentWith(agent, sshd.strangersKey("ecdsa"), sshd.strangersKey("ed25519"));
        var failure = failure(by(login));
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure.what())
            .contains(
                "tried the 2 keys of the SSH agent at " + agent.socket(), "ecdsa-sha2-nistp256")
            .contains("ssh-ed25519", "the server takes");
      }
    }

    @Test
    void moreKeysThanTheHostTriesAreAFailureToLogIn(@TempDir Path temp) {
      try (var strict =
              SshdProcess.start(
                  temp.resolve("strict"), "MaxAuthTries 1", "Subsystem sftp internal-sftp");
          var agent = AgentProcess.start(temp)) {
        var login = agentWith(agent, sshd.strangersKey("ecdsa"), strict.key("ed25519"));
        var failure = failure(strict.target("root", login));
        assertThat(failure.what()).contains("stopped before all keys were tried");
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      }
    }

    @Test
    void anEmptyAgentIsSaid(@TempDir Path temp) {
      try (var agent = AgentProcess.start(temp)) {
        assertThat(failure(by(agentWith(agent))).what()).contains("has no keys");
      }
    }

    @Test
    void anAgentThatKeepsUsWaitingEndsAtTheDeadline(@TempDir Path temp) throws IOException {
      var socket = temp.resolve("mute");
      try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        mute.bind(UnixDomainSocketAddress.of(socket));
        var failure = failure(by(new Login.Agent(socket)), Duration.ofSeconds(2));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.what()).contains("the SSH agent gave no answer within 2 s");
      }
    }

    @Test
    void aMissingAgentIsSaid() {
      var failure = failure(by(new Login.Agent(folder.resolve("nobody"))));
      assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
      assertThat(failure.what()).contains("cannot ask the SSH agent at");
    }
  }

  @Nested
  class HostKeys {
    @TempDir Path temp;

    private HostKey knownHosts(String... lines) throws IOException {
      return new HostKey.KnownHosts(
          Files.writeString(temp.resolve("known_hosts"), String.join("\n", lines) + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aKnownHostIsTrustedByTheKeyThatIsKnown(String type) throws IOException {
      letsIn(by(knownHosts("# mine", sshd.knownHostsLine(type))));
    }

    @Test
    void aHashedNameIsUnderstood() throws IOException {
      var file = Files.writeString(temp.resolve("hashed"), sshd.knownHostsLine("ed25519"));
      Commands.run("ssh-keygen", "-H", "-f", file.toString());
      assertThat(file).content().startsWith("|1|");
      letsIn(by(new HostKey.KnownHosts(file)));
    }

    @Test
    void anUnknownHostIsRefusedAndItsFingerprintShown() throws IOException {
      var failure = failure(by(knownHosts("10.9.8.7 ssh-ed25519 AAAA")));
      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
      assertThat(failure.what()).contains(sshd.fingerprint("ed25519"), "has no line for it");
      assertThat(failure.advice())
          .contains("host_key: " + sshd.fingerprint("ed25519") + " for n1")
          .contains("ssh-keyscan -p " + sshd.port() + " 127.0.0.1 >> " + temp);
    }

    @Test
    void withoutAKnownHostsFileEveryHostIsUnknown() {
      var failure = failure(by(new HostKey.KnownHosts(temp.resolve("none"))));
      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
      assertThat(failure.what()).contains("doesn't exist");
    }

    @Test
    void aChangedKeyIsRefusedWithBothFingerprintsAndTheLine() throws IOException {
      try (var other = SshdProcess.start(temp.resolve("other"))) {
        var known = knownHosts("", other.knownHostsLine("ed25519"));
        var old = other.fingerprint("ed25519");
        other.newHostKey("ed25519");
        other.restart();
        var target =
            new SshTarget("n7", "127.0.0.1", other.port(), "root", sshd.target().login(), known);
        var failure = failure(target);
        assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
        assertThat(failure.what())
            .startsWith("n7: the host key of 127.0.0.1:" + other.port() + " has changed")
            .contains(other.fingerprint("ed25519"), old, "known_hosts line 2");
        assertThat(failure.advice())
            .contains("ssh-keygen -R '[127.0.0.1]:" + other.port() + "' -f " + temp)
            .contains("host_key: " + other.fingerprint("ed25519"));
      }
    }

    @Test
    void aRevokedKeyIsRefusedThoughAnotherLineTrustsIt() throws IOException {
      var line = sshd.knownHostsLine("ed25519");
      var failure = failure(by(knownHosts(line, "@revoked " + line)));
      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
      assertThat(failure.what()).contains("line 2 has revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void anyOfTheHostsKeysCanBePinned(String type) {
      letsIn(by(new HostKey.Pinned(sshd.fingerprint(type))));
    }

    @Test
    void aHostWithoutThePinnedKeyIsRefusedAndAllItsKeysShown() {
      var pinned = "SHA256:" + "A".repeat(43);
      var failure = failure(by(new HostKey.Pinned(pinned)));
      assertThat(failure.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
      assertThat(failure.what())
          .contains(pinned, sshd.fingerprint("ed25519"), sshd.fingerprint("ecdsa"))
          .contains(sshd.fingerprint("rsa"));
    }
  }

  @Nested
  class Networks {
    private SshTarget at(String address, int port) {
      return new SshTarget(
          "n1",
          address,
          port,
          "root",
          sshd.target().login(),
          new HostKey.Pinned(sshd.fingerprint("ed25519")));
    }

    @Test
    void aPortWithoutAListenerIsRefused() throws IOException {
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      var failure = failure(at("127.0.0.1", port));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.what())
          .isEqualTo("n1: cannot connect to root@127.0.0.1:" + port + ": connection refused");
      assertThat(failure.advice()).contains("is sshd running");
    }

    @Test
    void aListenerThatNeverSpeaksEndsAtTheDeadline() throws IOException {
      try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        var start = Instant.now();
        var failure = failure(at("127.0.0.1", mute.getLocalPort()), Duration.ofSeconds(2));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.what()).contains("it took the connection, and then no more within 2 s");
        assertThat(Duration.between(start, Instant.now()))
            .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(8));
      }
    }

    @Test
    void aHostThatTakesNoConnectionEndsAtTheDeadline() throws IOException {
      // Linux keeps further handshakes waiting once the backlog is full.
      try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var waiting = new ArrayList<java.net.Socket>();
        for (int i = 0; i < 2; i++) {
          waiting.add(new java.net.Socket(InetAddress.getLoopbackAddress(), full.getLocalPort()));
        }
        var failure = failure(at("127.0.0.1", full.getLocalPort()), Duration.ofSeconds(2));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.what()).contains("no answer within 2 s");
        for (var socket : waiting) {
          socket.close();
        }
      }
    }

    @Test
    void whatIsNoSshdIsSaid() throws IOException {
      try (var other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual()
            .start(() -> {
              try (var client = other.accept()) {
                client.getOutputStream().write("SSH-1.5-ancient\r\n".getBytes(UTF_8));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
        var failure = failure(at("127.0.0.1", other.getLocalPort()));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.what()).contains("isn't sshd");
      }
    }

    @Test
    void whoHangsUpIsSaid() throws IOException {
      try (var other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Thread.ofVirtual()
            .start(() -> {
              try {
                other.accept().close();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
        var failure = failure(at("127.0.0.1", other.getLocalPort()));
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_LOST);
        assertThat(failure.what())
            .contains("it took the connection, and then the connection ended");
      }
    }

    @Test
    void anUnknownNameIsSaid() {
      var failure = failure(at("nowhere.invalid", 22));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.what()).contains("no address is known for the name nowhere.invalid");
    }

    @Test
    void aHostIsReachedByItsName() {
      letsIn(at("localhost", sshd.port()));
    }
  }

  @Nested
  class Servers {
    @Test
    void oneWithoutSftpIsSaid(@TempDir Path temp) {
      try (var bare = SshdProcess.start(temp.resolve("bare"), "Subsystem sftp /bin/false");
          var host = SshHost.connect(bare.target(), SOON)) {
        var failure = catchThrowableOfType(SshFailure.class, host::home);
        assertThat(failure.kind()).isEqualTo(Kind.NO_SFTP);
      }
    }

    @Test
    void sudoIsCheckedByUsingIt() {
      var key = new Login.KeyFile(sshd.key("ed25519"), Optional.empty());
      var trusted = sshd.target(SshdProcess.TRUSTED, key);
      try (var host = SshHost.connect(trusted, SOON)) {
        Become.SUDO.check(host, SOON);
        try (var run = host.exec(Become.SUDO.of(List.of("id", "-u")), SOON)) {
          assertThat(run.nextLine()).contains("0");
        }
      }
      var plain = sshd.target(SshdProcess.PLAIN, key);
      try (var host = SshHost.connect(plain, SOON)) {
        Become.NONE.check(host, SOON);
        var failure = catchThrowableOfType(SshFailure.class, () -> Become.SUDO.check(host, SOON));
        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure.what()).contains("user nokube-plain may not become root");
        assertThat(failure.advice()).contains("nokube-plain ALL=(root) NOPASSWD: ALL");
      }
    }
  }
}
