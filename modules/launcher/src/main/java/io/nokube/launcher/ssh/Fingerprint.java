package io.nokube.launcher.ssh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A public key's type and SHA-256, as `ssh-keygen -l` prints it.
record Fingerprint(String type, String sha256) {

  /// @param blob the key as SSH sends it (RFC 4253, 6.6): its type first
  static Fingerprint of(byte[] blob) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
      return new Fingerprint(
          typeOf(blob), "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String typeOf(byte[] blob) {
    int length =
        blob.length < 4
            ? 0
            : (blob[0] & 0xff) << 24
                | (blob[1] & 0xff) << 16
                | (blob[2] & 0xff) << 8
                | (blob[3] & 0xff);
    return length <= 0 || length > blob.length - 4
        ? "unknown"
        : new String(blob, 4, length, StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return type + " " + sha256;
  }
}
