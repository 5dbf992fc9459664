package io.nokube.launcher.playground;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A host's public SSH key: `ssh-ed25519 AAAA…`.
record HostKey(String type, String base64) {

  /// @param line of a `.pub` file
  static HostKey parse(String line) {
    String[] words = line.strip().split(" ", 3);
    if (words.length < 2) {
      throw new IllegalArgumentException("no public SSH key: " + line);
    }
    return new HostKey(words[0], words[1]);
  }

  /// As ssh-keygen shows it: `SHA256:` and the hash in base64 without padding.
  String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// A line of `known_hosts`.
  String known(String address) {
    return "%s %s %s%n".formatted(address, type, base64);
  }
}
