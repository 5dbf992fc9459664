package io.nokube.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

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

    Machine machine = Machine.here();

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
}
