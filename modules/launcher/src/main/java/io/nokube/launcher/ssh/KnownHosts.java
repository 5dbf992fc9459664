package io.nokube.launcher.ssh;

import com.hierynomus.sshj.transport.verification.KnownHostMatchers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a known_hosts file says of one host (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
///
/// Lines of certificate authorities are passed over: we take no host certificates.
///
/// @param keys of that host, in the order of the lines
record KnownHosts(List<Line> keys) {

  /// @param number from 1
  record Line(int number, boolean revoked, Fingerprint key) {}

  sealed interface Verdict {
    record Known() implements Verdict {}

    record Unknown() implements Verdict {}

    /// @param instead the line with the key that was expected
    record Changed(Line instead) implements Verdict {}

    record Revoked(Line line) implements Verdict {}
  }

  /// The lines that are about this host. As with `ssh`, one without a port is about all its ports,
  /// unless others are about this very port.
  static KnownHosts of(List<String> lines, String address, int port) {
    String host = address.toLowerCase(Locale.ROOT);
    var exact = about(lines, port == 22 ? host : "[" + host + "]:" + port);
    return new KnownHosts(exact.isEmpty() ? about(lines, host) : exact);
  }

  Verdict of(Fingerprint shown) {
    var same = keys.stream().filter(line -> line.key().equals(shown)).toList();
    Optional<Line> revoked = same.stream().filter(Line::revoked).findFirst();
    if (revoked.isPresent()) {
      return new Verdict.Revoked(revoked.get());
    }
    if (!same.isEmpty()) {
      return new Verdict.Known();
    }
    var valid = keys.stream().filter(line -> !line.revoked()).toList();
    return valid.stream()
        .filter(line -> line.key().type().equals(shown.type()))
        .findFirst()
        .or(() -> valid.stream().findFirst())
        .<Verdict>map(Verdict.Changed::new)
        .orElseGet(Verdict.Unknown::new);
  }

  /// The algorithms by which the host can show a key that is known.
  List<String> algorithms() {
    return keys.stream()
        .filter(line -> !line.revoked())
        .map(line -> line.key().type())
        .flatMap(type ->
            type.equals("ssh-rsa")
                ? List.of("rsa-sha2-512", "rsa-sha2-256").stream()
                : List.of(type).stream())
        .distinct()
        .toList();
  }

  private static List<Line> about(List<String> lines, String host) {
    var found = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      var fields = List.of(lines.get(i).strip().split("\\s+"));
      boolean marked = fields.getFirst().startsWith("@");
      boolean revoked = fields.getFirst().equals("@revoked");
      int first = marked ? 1 : 0;
      if (fields.getFirst().startsWith("#")
          || fields.size() < first + 3
          || (marked && !revoked)
          || !matches(fields.get(first), host)) {
        continue;
      }
      int number = i + 1;
      blob(fields.get(first + 2))
          .ifPresent(blob -> found.add(new Line(number, revoked, Fingerprint.of(blob))));
    }
    return List.copyOf(found);
  }

  /// A `!pattern` that matches overrules all others of its line.
  private static boolean matches(String patterns, String host) {
    boolean yes = false;
    for (String pattern : patterns.split(",", -1)) {
      boolean not = pattern.startsWith("!");
      try {
        if (KnownHostMatchers.createMatcher(not ? pattern.substring(1) : pattern).match(host)) {
          if (not) {
            return false;
          }
          yes = true;
        }
      } catch (IOException notHashed) {
        return false;
      }
    }
    return yes;
  }

  private static Optional<byte[]> blob(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
