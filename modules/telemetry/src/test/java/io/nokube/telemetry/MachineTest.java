package io.nokube.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @Test
  void hasTheProcessorsAndMemoryThatTheKernelSays() throws IOException {
    long kib =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow();

    Machine machine = Machine.below(Path.of("/"));

    assertThat(machine.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.memoryBytes()).isEqualTo(kib * 1024);
    assertThat(machine.operatingSystem()).isEqualTo("linux");
    assertThat(machine.kernelVersion()).isNotEmpty();
  }

  @Test
  void saysArchitecturesInKubernetesWords() {
    assertThat(Machine.goArchitecture("aarch64")).isEqualTo("arm64");
    assertThat(Machine.goArchitecture("amd64")).isEqualTo("amd64");
  }

  @Test
  void theSystemIsThatOfTheRootDirectoryNotOfThisProcess(@TempDir Path root) throws IOException {
    Path usr = Files.createDirectories(root.resolve("usr/lib")).resolve("os-release");
    Files.writeString(usr, "ID=alpha\nPRETTY_NAME=\"Alpha Linux 7\"\n");
    Path etc = Files.createDirectory(root.resolve("etc")).resolve("os-release");

    assertThat(Machine.below(root).osImage()).isEqualTo("Alpha Linux 7");

    Files.createSymbolicLink(etc, Path.of("../usr/lib/os-release"));
    assertThat(Machine.below(root).osImage()).isEqualTo("Alpha Linux 7");

    Files.delete(etc);
    Files.createSymbolicLink(etc, Path.of("/usr/lib/os-release"));
    assertThat(Machine.below(root).osImage()).isEqualTo("Alpha Linux 7");

    Files.delete(etc);
    Files.writeString(etc, "PRETTY_NAME='Beta'\n");
    assertThat(Machine.below(root).osImage()).isEqualTo("Beta");
  }

  @Test
  void aSystemThatDoesNotSayIsLinux(@TempDir Path root) {
    assertThat(Machine.below(root).osImage()).isEqualTo("Linux");
  }
}
