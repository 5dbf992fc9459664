package io.nokube.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A host's lock, held by a command agent of another run.
final class Held implements AutoCloseable {
  private final Process process;

  private Held(Process process) {
    this.process = process;
  }

  /// @param folder where a distribution lies on the host
  /// @param request the base64 of a `hold`
  static Held by(Playground playground, String host, String folder, String request) {
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      "ssh",
                      "-F",
                      playground.folder().resolve("ssh_config").toString(),
                      host,
                      "%1$s/runtime/bin/java -cp '%1$s/boot/*' io.nokube.host.Main %2$s"
                          .formatted(folder, request)))
              .redirectErrorStream(true)
              .start();
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("\"seen\"")) {
          return new Held(process);
        }
      }
      throw new AssertionError("the lock is not held");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isHeld() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
