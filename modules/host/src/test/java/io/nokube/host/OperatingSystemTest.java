package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperatingSystemTest {

  @Test
  void debianAndUbuntuAreSupported() {
    for (var release :
        List.of("debian 11", "debian 12", "debian 13", "ubuntu 20.04", "ubuntu 24.04", "debian")) {
      assertThat(system(release, "amd64").refusal()).as(release).isEmpty();
    }
  }

  @Test
  void bothArchitecturesAreSupportedByAnyOfTheirNames() {
    for (var architecture : List.of("amd64", "x86_64", "aarch64", "arm64")) {
      assertThat(system("debian 12", architecture).refusal()).as(architecture).isEmpty();
    }
  }

  @Test
  void anotherArchitectureIsRefusedByName() {
    assertThat(system("debian 12", "riscv64").refusal())
        .contains("the processor is riscv64, which isn't supported");
  }

  @Test
  void anotherSystemIsRefusedByName() {
    var lines = List.of("ID=fedora", "VERSION_ID=42", "PRETTY_NAME=\"Fedora Linux 42\"");
    assertThat(OperatingSystem.parse(lines, "amd64", true).refusal())
        .contains("the system is Fedora Linux 42, which isn't supported");
  }

  @Test
  void anOldReleaseIsRefusedByName() {
    assertThat(system("debian 10", "amd64").refusal()).contains("debian 10 is too old");
    assertThat(system("ubuntu 18.04", "amd64").refusal()).contains("ubuntu 18.04 is too old");
  }

  @Test
  void aMachineThatDoesNotSayWhatItIsIsRefused() {
    assertThat(OperatingSystem.parse(List.of(), "amd64", true).refusal())
        .contains("the system is unknown, which isn't supported");
  }

  @Test
  void quotesAndCommentsAreUnderstood() {
    var lines =
        List.of(
            "# a comment",
            "",
            "PRETTY_NAME=\"Debian GNU/Linux 12\"",
            "ID='debian'",
            "VERSION_ID=\"12\"",
            "VERSION_CODENAME=bookworm");
    assertThat(OperatingSystem.parse(lines, "amd64", false))
        .isEqualTo(
            new OperatingSystem("debian", "12", "bookworm", "Debian GNU/Linux 12", "amd64", false));
  }

  private static OperatingSystem system(String release, String architecture) {
    var words = List.of(release.split(" ", -1));
    var lines =
        words.size() == 1
            ? List.of("ID=" + words.getFirst())
            : List.of("ID=" + words.getFirst(), "VERSION_ID=\"" + words.getLast() + "\"");
    return OperatingSystem.parse(lines, architecture, true);
  }
}
