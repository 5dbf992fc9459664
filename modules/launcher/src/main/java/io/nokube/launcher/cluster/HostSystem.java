package io.nokube.launcher.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether what is to be uploaded can run on a host at all, as far as two files of it tell. What is
/// installed there, and which version is too old, its command agent says. Pure.
final class HostSystem {
  private static final Map<Integer, String> MACHINES = Map.of(0x3e, "amd64", 0xb7, "arm64");
  private static final List<String> KNOWN = List.of("debian", "ubuntu");
  private static final int MACHINE_AT = 18;

  private HostSystem() {}

  /// @param release the text of `/etc/os-release`, if there is one
  /// @param program the begin of any program of the host
  /// @param here this distribution's architecture, as Java names it
  static Optional<String> refusal(Optional<byte[]> release, Optional<byte[]> program, String here) {
    String name = value(release, "PRETTY_NAME").orElse("an unknown system");
    if (!KNOWN.contains(value(release, "ID").orElse(""))) {
      return Optional.of(
          "the system is %s, which isn't supported: use Debian 11 or newer, or Ubuntu 20.04 or newer"
              .formatted(name));
    }
    String wanted = here.equals("x86_64") ? "amd64" : here.equals("aarch64") ? "arm64" : here;
    String machine = program.map(HostSystem::machine).orElse("unknown");
    return machine.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            "its processor is %s, and this nokube is built for %s: run a nokube built for %s, on hosts of one kind"
                .formatted(machine, wanted, machine));
  }

  private static String machine(byte[] elf) {
    if (elf.length < MACHINE_AT + 2 || elf[0] != 0x7f || elf[1] != 'E') {
      return "unknown";
    }
    int code = (elf[MACHINE_AT] & 0xff) | (elf[MACHINE_AT + 1] & 0xff) << 8;
    return MACHINES.getOrDefault(code, "machine " + code);
  }

  private static Optional<String> value(Optional<byte[]> release, String name) {
    return release.stream()
        .map(text -> new String(text, StandardCharsets.UTF_8))
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replace("\"", "").replace("'", ""))
        .findFirst();
  }
}
