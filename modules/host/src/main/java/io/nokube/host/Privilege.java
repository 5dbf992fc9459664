package io.nokube.host;

import io.nokube.host.system.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How this process may change the system.
enum Privilege {
  ROOT,
  /// By `sudo -n`, if the user may use it without a password.
  SUDO,
  NONE;

  static Privilege look() {
    try {
      if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
        return ROOT;
      }
      return Program.find("sudo").isPresent() ? SUDO : NONE;
    } catch (IOException e) {
      throw new UncheckedIOException("asking the kernel whose process this is", e);
    }
  }
}
