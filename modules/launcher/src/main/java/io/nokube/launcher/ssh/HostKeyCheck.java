package io.nokube.launcher.ssh;

import io.nokube.launcher.ssh.SshFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/// Whether a host's key is the expected one, asked by sshj while it connects; remembers why not.
final class HostKeyCheck implements HostKeyVerifier {
  private final SshTarget target;
  private final Expected expected;
  private final List<String> algorithms;
  private volatile Optional<Fingerprint> shown = Optional.empty();
  private volatile Optional<SshFailure> refusal = Optional.empty();

  private sealed interface Expected {
    record Pin(String fingerprint) implements Expected {}

    record Lines(Path file, boolean there, KnownHosts hosts) implements Expected {}
  }

  private HostKeyCheck(SshTarget target, Expected expected, List<String> algorithms) {
    this.target = target;
    this.expected = expected;
    this.algorithms = algorithms;
  }

  static HostKeyCheck of(SshTarget target) {
    return switch (target.hostKey()) {
      case HostKey.Pinned pinned ->
          new HostKeyCheck(target, new Expected.Pin(pinned.fingerprint()), List.of());
      case HostKey.KnownHosts known -> {
        var lines = lines(target, known.file());
        var hosts = KnownHosts.of(lines.orElse(List.of()), target.address(), target.port());
        yield new HostKeyCheck(
            target, new Expected.Lines(known.file(), lines.isPresent(), hosts), hosts.algorithms());
      }
    };
  }

  /// The same, of a host that is asked for another of its keys.
  HostKeyCheck asking(List<String> otherAlgorithms) {
    return new HostKeyCheck(target, expected, otherAlgorithms);
  }

  /// A host with several keys shows one; the pinned one may be another.
  boolean mayHaveAnother() {
    return switch (expected) {
      case Expected.Pin pin -> true;
      case Expected.Lines lines -> false;
    };
  }

  Optional<Fingerprint> shown() {
    return shown;
  }

  /// Why the key was refused, if it was.
  Optional<SshFailure> refusal() {
    return refusal;
  }

  @Override
  public boolean verify(String host, int port, PublicKey key) {
    var fingerprint = Fingerprint.of(new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
    var no = refuse(fingerprint);
    shown = Optional.of(fingerprint);
    refusal = no;
    return no.isEmpty();
  }

  @Override
  public List<String> findExistingAlgorithms(String host, int port) {
    return algorithms;
  }

  private Optional<SshFailure> refuse(Fingerprint key) {
    return switch (expected) {
      case Expected.Pin pin ->
          pin.fingerprint().equals(key.sha256())
              ? Optional.empty()
              : Optional.of(notPinned(pin.fingerprint(), List.of(key)));
      case Expected.Lines lines -> refuse(lines, key);
    };
  }

  private Optional<SshFailure> refuse(Expected.Lines lines, Fingerprint key) {
    return switch (lines.hosts().of(key)) {
      case KnownHosts.Verdict.Known known -> Optional.empty();
      case KnownHosts.Verdict.Changed changed ->
          Optional.of(
              new SshFailure(
                  Kind.HOST_KEY_CHANGED,
                  "%s: the host key of %s has changed: it shows %s, but %s line %d says %s"
                      .formatted(
                          target.node(),
                          target.place(),
                          key,
                          lines.file(),
                          changed.instead().number(),
                          changed.instead().key()),
                  "Somebody may stand between you and the host: go on only if you know why it"
                      + " changed. %s Then replace the old key: %s"
                          .formatted(compare(key), pin(key, lines.file(), true))));
      case KnownHosts.Verdict.Revoked revoked ->
          Optional.of(
              new SshFailure(
                  Kind.HOST_KEY_CHANGED,
                  "%s: %s shows the host key %s, which %s line %d has revoked"
                      .formatted(
                          target.node(),
                          target.place(),
                          key,
                          lines.file(),
                          revoked.line().number()),
                  "Somebody may stand between you and the host. Give the host a new key, and pin"
                      + " that."));
      case KnownHosts.Verdict.Unknown unknown ->
          Optional.of(
              new SshFailure(
                  Kind.HOST_KEY_UNKNOWN,
                  "%s: the host key of %s isn't known: it shows %s, and %s %s"
                      .formatted(
                          target.node(),
                          target.place(),
                          key,
                          lines.file(),
                          lines.there() ? "has no line for it" : "doesn't exist"),
                  "%s Then pin it: %s".formatted(compare(key), pin(key, lines.file(), false))));
    };
  }

  /// @param keys all that the host showed
  SshFailure notPinned(List<Fingerprint> keys) {
    return switch (expected) {
      case Expected.Pin pin -> notPinned(pin.fingerprint(), keys);
      case Expected.Lines lines -> throw new IllegalStateException("nothing is pinned");
    };
  }

  private SshFailure notPinned(String pinned, List<Fingerprint> keys) {
    return new SshFailure(
        Kind.HOST_KEY_CHANGED,
        "%s: the host key of %s isn't the pinned one: pinned is %s, it shows %s"
            .formatted(
                target.node(),
                target.place(),
                pinned,
                String.join(", ", keys.stream().map(Fingerprint::toString).toList())),
        "Somebody may stand between you and the host: go on only if you know why it changed. %s"
                .formatted(compare(keys.getFirst()))
            + " Then write it into the cluster's file: host_key: "
            + keys.getFirst().sha256());
  }

  private static String compare(Fingerprint key) {
    return "Compare it, at the host's own console, with: ssh-keygen -lf %s"
        .formatted(
            switch (key.type()) {
              case "ssh-ed25519" -> "/etc/ssh/ssh_host_ed25519_key.pub.";
              case "ssh-rsa" -> "/etc/ssh/ssh_host_rsa_key.pub.";
              default -> "/etc/ssh/ssh_host_ecdsa_key.pub.";
            });
  }

  private String pin(Fingerprint key, Path file, boolean replace) {
    var host =
        target.port() == 22 ? target.address() : "[" + target.address() + "]:" + target.port();
    return "host_key: %s for %s in the cluster's file; or, for ssh too: %sssh-keyscan -p %d %s >> %s"
        .formatted(
            key.sha256(),
            target.node(),
            replace ? "ssh-keygen -R '%s' -f %s && ".formatted(host, file) : "",
            target.port(),
            target.address(),
            file);
  }

  private static Optional<List<String>> lines(SshTarget target, Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SshFailure(
          Kind.OTHER,
          "%s: cannot read the known hosts in %s: %s".formatted(target.node(), file, e),
          "Make it readable for this user, or pin the host's key: host_key: SHA256:… in the"
              + " cluster's file.",
          e);
    }
  }
}
