package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostImagePlanTest {
  private static final MirrorSource RELEASE =
      new MirrorSource("http://mirror.test/debian", "bookworm", List.of("main", "contrib"));

  @Test
  void theTagNamesAllThatItIsMadeFrom() {
    var name = plan(List.of(RELEASE), List.of()).name();

    assertThat(name).matches("nokube/host:bare-bookworm-[0-9a-f]{12}");
    assertThat(plan(List.of(RELEASE), List.of()).name()).isEqualTo(name);
    assertThat(plan(List.of(RELEASE), List.of("docker.io")).name()).isNotEqualTo(name);
    assertThat(plan(List.of(RELEASE, RELEASE), List.of()).name()).isNotEqualTo(name);
  }

  @Test
  void itIsMadeOfTheMachinesOwnReleaseAndMirror() {
    assertThat(plan(List.of(RELEASE), List.of("docker.io")).debootstrap(Path.of("/r")))
        .contains("--components=main,contrib")
        .endsWith("bookworm", "/r", "http://mirror.test/debian")
        .anyMatch(word -> word.startsWith("--include=") && word.endsWith(",docker.io"));
  }

  @Test
  void itsSourcesAreTheMachines() {
    assertThat(plan(List.of(RELEASE), List.of()).files())
        .containsEntry(
            "etc/apt/sources.list", "deb http://mirror.test/debian bookworm main contrib\n");
  }

  @Test
  void whatIsMountedInARootIsUnmountedDeepestFirst() {
    assertThat(
            MountPoints.below(
                Path.of("/w/root"),
                List.of(
                    "1 0 0:1 / / rw - ext4 /dev/a rw",
                    "2 1 0:2 / /w/root/proc rw - proc proc rw",
                    "3 2 0:3 / /w/root/proc/sys rw shared:1 - binfmt x rw",
                    "4 1 0:4 / /w/root2/proc rw - proc proc rw")))
        .containsExactly(Path.of("/w/root/proc/sys"), Path.of("/w/root/proc"));
  }

  private static HostImagePlan plan(List<MirrorSource> sources, List<String> packages) {
    return new HostImagePlan("nokube/host", "bare", "bookworm", "amd64", sources, packages);
  }
}
