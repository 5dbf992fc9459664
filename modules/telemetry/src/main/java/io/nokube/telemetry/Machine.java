package io.nokube.telemetry;

import java.util.Locale;
import oshi.SystemInfo;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

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
  public static Machine here() {
    SystemInfo system = new SystemInfo();
    HardwareAbstractionLayer hardware = system.getHardware();
    OperatingSystem os = system.getOperatingSystem();
    return new Machine(
        hardware.getProcessor().getLogicalProcessorCount(),
        hardware.getMemory().getTotal(),
        goArchitecture(System.getProperty("os.arch")),
        System.getProperty("os.name").toLowerCase(Locale.ROOT),
        os.getFamily() + " " + os.getVersionInfo().getVersion(),
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
