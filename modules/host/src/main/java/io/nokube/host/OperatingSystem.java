package io.nokube.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which system a machine runs: os-release(5)'s `ID`, `VERSION_ID`, `VERSION_CODENAME` and
/// `PRETTY_NAME`, the processor architecture by Debian's name, and whether systemd is its process
/// 1.
record OperatingSystem(
    String id, String version, String codename, String name, String architecture, boolean systemd) {

  /// The oldest releases whose apt-get can wait for a lock and whose Docker is new enough.
  private static final Map<String, Double> OLDEST = Map.of("debian", 11.0, "ubuntu", 20.04);

  private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");

  /// This machine's.
  static OperatingSystem look() {
    return look(
        List.of(Path.of("/etc/os-release"), Path.of("/usr/lib/os-release")),
        System.getProperty("os.arch", "unknown"),
        Files.isDirectory(Path.of("/run/systemd/system")));
  }

  static OperatingSystem look(List<Path> releaseFiles, String javaArchitecture, boolean systemd) {
    var lines =
        releaseFiles.stream().filter(Files::isRegularFile).findFirst().map(OperatingSystem::lines);
    return parse(lines.orElseGet(List::of), javaArchitecture, systemd);
  }

  static OperatingSystem parse(List<String> release, String javaArchitecture, boolean systemd) {
    var values =
        release.stream()
            .map(String::strip)
            .filter(line -> line.contains("=") && !line.startsWith("#"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf('=')),
                    line -> unquoted(line.substring(line.indexOf('=') + 1)),
                    (first, last) -> last));
    var id = values.getOrDefault("ID", "unknown");
    var version = values.getOrDefault("VERSION_ID", "");
    return new OperatingSystem(
        id,
        version,
        values.getOrDefault("VERSION_CODENAME", ""),
        values.getOrDefault("PRETTY_NAME", (id + " " + version).strip()),
        architecture(javaArchitecture),
        systemd);
  }

  /// Why nokube can't prepare it; nothing if it can.
  Optional<String> refusal() {
    var oldest = Optional.ofNullable(OLDEST.get(id));
    if (oldest.isEmpty()) {
      return Optional.of("the system is " + name + ", which isn't supported");
    }
    if (!ARCHITECTURES.contains(architecture)) {
      return Optional.of("the processor is " + architecture + ", which isn't supported");
    }
    // Debian's testing and unstable have no version: they are newer than any that has.
    if (!version.isEmpty() && !(number(version) >= oldest.get())) {
      return Optional.of(name + " is too old");
    }
    return Optional.empty();
  }

  /// What is supported, as a sentence.
  static String supported() {
    return "use Debian 11 or newer, or Ubuntu 20.04 or newer, on amd64 or arm64";
  }

  private static double number(String version) {
    return version.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(version) : Double.NaN;
  }

  private static String architecture(String java) {
    return switch (java) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> java;
    };
  }

  private static String unquoted(String value) {
    var quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
