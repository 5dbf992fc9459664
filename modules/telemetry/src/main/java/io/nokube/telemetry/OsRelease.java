package io.nokube.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a system says it is, by os-release(5).
record OsRelease(String prettyName) {
  /// As the manual page has it for a system that doesn't say.
  private static final String UNNAMED = "Linux";

  /// @param root the system's root directory; files that lead out of it are another system's
  static OsRelease below(Path root) {
    return Stream.of("etc/os-release", "usr/lib/os-release")
        .flatMap(name -> lines(root, root.resolve(name)).stream())
        .findFirst()
        .map(OsRelease::of)
        .orElse(new OsRelease(UNNAMED));
  }

  static OsRelease of(List<String> lines) {
    return new OsRelease(
        lines.stream()
            .filter(line -> line.startsWith("PRETTY_NAME="))
            .map(line -> unquoted(line.substring(line.indexOf('=') + 1).strip()))
            .findFirst()
            .orElse(UNNAMED));
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"));
    return quoted && value.endsWith(value.substring(0, 1))
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static Optional<List<String>> lines(Path root, Path file) {
    try {
      return file.toRealPath().startsWith(root.toRealPath())
          ? Optional.of(Files.readAllLines(file))
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
