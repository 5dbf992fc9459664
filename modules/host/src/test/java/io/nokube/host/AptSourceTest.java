package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AptSourceTest {

  private static final OperatingSystem BOOKWORM =
      new OperatingSystem("debian", "12", "bookworm", "Debian GNU/Linux 12", "amd64", false);
  private static final AptSource MIRROR =
      new AptSource(Optional.empty(), Optional.of("http://mirror/debian"));

  @Test
  void aMirrorIsALineOfSourcesList() {
    assertThat(
            AptSource.sources(
                "http://mirror/debian",
                BOOKWORM,
                Optional.of(Path.of("/usr/share/keyrings/d.gpg"))))
        .isEqualTo("deb [signed-by=/usr/share/keyrings/d.gpg] http://mirror/debian bookworm main");
    var noble = new OperatingSystem("ubuntu", "24.04", "noble", "Ubuntu 24.04", "amd64", true);
    assertThat(AptSource.sources("http://m/ubuntu", noble, Optional.empty()))
        .isEqualTo("deb http://m/ubuntu noble main universe");
  }

  @Test
  void aReleaseWithoutANameHasNoMirror() {
    var sid = new OperatingSystem("debian", "", "", "Debian sid", "amd64", false);
    assertThatThrownBy(() -> AptSource.sources("http://m", sid, Optional.empty()))
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("VERSION_CODENAME");
  }

  @Test
  void whatAMirrorNeedsIsGoneAfterwards() throws IOException {
    var seen = new ArrayList<Path>();
    MIRROR.with(
        BOOKWORM,
        options -> {
          assertThat(options.words()).contains("--option=Dir::State::lists=" + options.lists());
          return seen.add(options.lists());
        });
    assertThat(seen).hasSize(1);
    assertThat(Files.exists(seen.getFirst().getParent())).isFalse();
  }

  @Test
  void aProxyNeedsNoFile() {
    var proxy = new AptSource(Optional.of("http://proxy:3128"), Optional.empty());
    assertThat(proxy.with(BOOKWORM, options -> options).words())
        .contains("--option=Acquire::http::Proxy=http://proxy:3128");
  }

  @Test
  void aFullDiskIsSaidAsSuch() {
    assertThat(AptSource.OF_THE_MACHINE.explained("E: You don't have enough free space in /var."))
        .hasValueSatisfying(
            failure -> assertThat(failure).hasMessageStartingWith("the disk is full"));
  }

  @Test
  void whatIsNotKnownIsNotExplained() {
    assertThat(MIRROR.explained("E: something else")).isEmpty();
    assertThat(AptSource.OF_THE_MACHINE.explained("E: Failed to fetch http://x")).isEmpty();
  }

  @Test
  void aMirrorThatCannotBeReachedIsNamed() {
    var lines =
        Lines.of(
            """
            {"operation":"prepare-machine","packages":["nokube-no-such-package"],"docker":false,
             "etcd":false,"noInstall":false,"dockerLog":"/var/log/nokube/dockerd.log",
             "apt":{"mirror":"http://127.0.0.1:9/debian"},"deadlineSeconds":120}
            """);
    assertThat(lines.exitCode()).isEqualTo(CommandAgent.FAILED);
    assertThat(lines.error("step")).isEqualTo("packages");
    assertThat(lines.error("message"))
        .startsWith("the package mirror http://127.0.0.1:9/debian can't be reached");
  }
}
