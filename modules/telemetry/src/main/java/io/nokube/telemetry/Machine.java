package io.nokube.telemetry;

import java.nio.file.Path;
import java.util.Locale;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;

/// A machine as it is now.
///
/// @param processors logical ones
/// @param memoryBytes of physical memory
/// @param architecture in Go's words, as Kubernetes says it: `amd64`, `arm64`
/// @param operatingSystem such as `linux`
/// @param osImage such as `Debian GNU/Linux 12 (bookworm)`
public record Machine(
    int processors,
    long memoryBytes,
    String architecture,
    String operatingSystem,
    String osImage,
    String kernelVersion) {

  /// Looks at this machine.
  ///
  /// @param root where the machine's root directory is seen: a container has another of its own
  public static Machine below(Path root) {
    HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    return new Machine(
        hardware.getProcessor().getLogicalProcessorCount(),
        hardware.getMemory().getTotal(),
        goArchitecture(System.getProperty("os.arch")),
        System.getProperty("os.name").toLowerCase(Locale.ROOT),
        OsRelease.below(root).prettyName(),
        System.getProperty("os.version"));
  }

  static String goArchitecture(String java) {
    return switch (java) {
      case "aarch64" -> "arm64";
      case "x86_64" -> "amd64";
      default -> java;
    };
  }
}
