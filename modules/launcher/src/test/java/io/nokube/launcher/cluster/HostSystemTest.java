package io.nokube.launcher.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostSystemTest {
  private static final String DEBIAN =
      "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n";

  private static Optional<String> refusal(String release, int machine) {
    byte[] elf = new byte[64];
    elf[0] = 0x7f;
    elf[1] = 'E';
    elf[2] = 'L';
    elf[3] = 'F';
    elf[18] = (byte) machine;
    return HostSystem.refusal(
        Optional.of(release.getBytes(StandardCharsets.UTF_8)), Optional.of(elf), "amd64");
  }

  @Test
  void debianAndUbuntuOnTheSameProcessorAreTaken() {
    assertThat(refusal(DEBIAN, 0x3e)).isEmpty();
    assertThat(refusal("ID=ubuntu\n", 0x3e)).isEmpty();
  }

  @Test
  void anotherSystemIsRefusedByName() {
    assertThat(refusal("PRETTY_NAME='Alpine Linux v3.20'\nID=alpine\n", 0x3e))
        .contains(
            "the system is Alpine Linux v3.20, which isn't supported: use Debian 11 or newer, or"
                + " Ubuntu 20.04 or newer");
    assertThat(HostSystem.refusal(Optional.empty(), Optional.empty(), "amd64"))
        .hasValueSatisfying(why -> assertThat(why).startsWith("the system is an unknown system"));
  }

  @Test
  void anotherProcessorIsRefusedByName() {
    assertThat(refusal(DEBIAN, 0xb7))
        .contains(
            "its processor is arm64, and this nokube is built for amd64: run a nokube built for"
                + " arm64, on hosts of one kind");
    assertThat(refusal(DEBIAN, 0xf3))
        .hasValueSatisfying(why -> assertThat(why).startsWith("its processor is machine 243"));
  }
}
