package io.nokube.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a detached process is started with: its command, what is added to its environment, and the
/// file that takes its output.
record Launch(List<String> command, Map<String, String> environment, Path log) {

  Launch {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a process needs a command");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// Equal for equal commands and environments. A digest, because the environment may hold secrets
  /// and this is written down.
  String fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var argument : command) {
        digest.update((argument + "\0").getBytes(StandardCharsets.UTF_8));
      }
      new TreeMap<>(environment)
          .forEach((name, value) ->
              digest.update(("\0" + name + "=" + value).getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
