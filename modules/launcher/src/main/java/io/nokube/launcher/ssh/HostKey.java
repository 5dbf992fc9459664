package io.nokube.launcher.ssh;

import java.nio.file.Path;
import java.util.Base64;

/// How a host proves that it is the one that is meant. There is no way to trust whoever answers.
public sealed interface HostKey {

  /// @param fingerprint of any of the host's keys, as `ssh-keygen -l` prints it: `SHA256:` and 43
  ///   characters of base64
  record Pinned(String fingerprint) implements HostKey {
    public Pinned {
      if (!isFingerprint(fingerprint)) {
        throw new IllegalArgumentException(
            "\"%s\" is no fingerprint: SHA256: and 43 characters of base64 are"
                .formatted(fingerprint));
      }
    }

    private static boolean isFingerprint(String text) {
      try {
        return text.length() == 50
            && text.startsWith("SHA256:")
            && Base64.getDecoder().decode(text.substring(7)).length == 32;
      } catch (IllegalArgumentException notBase64) {
        return false;
      }
    }
  }

  /// @param file in OpenSSH's format, as `ssh` and `ssh-keyscan` write it
  record KnownHosts(Path file) implements HostKey {}
}
