package io.nokube.launcher.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file to place below a node's workspace. Its content is never printed.
///
/// @param path such as `tls/node.key`
record Placed(String path, String content) {

  byte[] bytes() {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  String sha256() {
    return sha256(content);
  }

  static String sha256(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
