package io.nokube.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.actor.engine.VolumePlan;
import io.nokube.actor.engine.VolumePlan.Bytes;
import io.nokube.actor.engine.VolumePlan.FilePlan;
import io.nokube.model.OwnershipPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
  private static final OwnershipPath POD =
      new OwnershipPath("kubecontroller/default/deployment-web/pod-web-1");

  @TempDir Path workspace;
  private Path memory;
  private Volumes volumes;

  @BeforeEach
  void open() throws IOException {
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "nokube-memory");
    volumes = new Volumes(new Workspace(workspace), new Workspace(memory), Clock.systemUTC());
  }

  @AfterEach
  void close() throws IOException {
    Workspace.deleteTree(memory);
  }

  private static VolumePlan.Files files(String... namesAndTexts) {
    Map<String, FilePlan> files = new HashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(
          namesAndTexts[i], new FilePlan(new Bytes(namesAndTexts[i + 1].getBytes(UTF_8)), 0644));
    }
    return new VolumePlan.Files("page", files);
  }

  private Path make(VolumePlan volume) throws IOException {
    volumes.make(POD, List.of(volume), Optional.empty());
    return volumes.onDisk(POD, volume.name());
  }

  @Test
  void filesLieUnderTheOwnershipPath() throws IOException {
    Path folder = make(files("index.html", "hello", "css/site.css", "body {}"));

    assertThat(folder)
        .isEqualTo(
            workspace.resolve("kubecontroller/default/deployment-web/pod-web-1/volumes/page"));
    assertThat(folder.resolve("index.html")).hasContent("hello");
    assertThat(folder.resolve("css/site.css")).hasContent("body {}");
    assertThat(Files.readSymbolicLink(folder.resolve("index.html")))
        .isEqualTo(Path.of("..data/index.html"));
  }

  @Test
  void equalFilesAreNotWrittenAgain() throws IOException {
    Path folder = make(files("a", "1"));
    Path before = folder.resolve("..data").toRealPath();

    make(files("a", "1"));

    assertThat(folder.resolve("..data").toRealPath()).isEqualTo(before);
  }

  @Test
  void aChangeSwapsAllFilesAndLeavesNothingOfTheOld() throws IOException {
    Path folder = make(files("a", "1", "b", "1"));
    Path before = folder.resolve("..data").toRealPath();

    make(files("a", "2", "c/d", "2"));

    assertThat(before).doesNotExist();
    assertThat(folder.resolve("a")).hasContent("2");
    assertThat(folder.resolve("c/d")).hasContent("2");
    try (var entries = Files.list(folder)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .contains("a", "c", "..data")
          .hasSize(4);
    }
  }

  @Test
  void whatAnUnfinishedSwapLeftIsCleared() throws IOException {
    Path folder = make(files("a", "1"));
    Files.createDirectory(folder.resolve("..2020_01_01_00_00_00.000000001"));
    Files.createSymbolicLink(
        folder.resolve("..data_tmp"), Path.of("..2020_01_01_00_00_00.000000001"));

    make(files("a", "2"));

    assertThat(folder.resolve("a")).hasContent("2");
    try (var entries = Files.list(folder)) {
      assertThat(entries).hasSize(3);
    }
  }

  @Test
  void aReaderNeverSeesATornSwap() throws Exception {
    Path folder = make(files("a", "0", "b", "0"));
    var torn = new AtomicBoolean();
    var stop = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!stop.get()) {
                torn.compareAndSet(false, !sameInOneFolder(folder));
              }
            });
    for (int i = 1; i <= 100; i++) {
      make(files("a", "" + i, "b", "" + i));
    }
    stop.set(true);
    reader.join(10_000);

    assertThat(torn).isFalse();
  }

  /// As a careful reader does: through one resolution of `..data`.
  private static boolean sameInOneFolder(Path folder) {
    try {
      Path now = folder.resolve("..data").toRealPath();
      return Files.readString(now.resolve("a")).equals(Files.readString(now.resolve("b")));
    } catch (IOException swappedMeanwhile) {
      return true;
    }
  }

  @Test
  void modesAndGroupAreWhatThePlanSays() throws IOException {
    var secret =
        new VolumePlan.Files(
            "page", Map.of("key", new FilePlan(new Bytes("k".getBytes(UTF_8)), 0400)));
    volumes.make(POD, List.of(secret), Optional.of(2000L));

    Path file = volumes.onDisk(POD, "page").resolve("key").toRealPath();
    assertThat(Ownership.mode(file)).isEqualTo(0440);
    assertThat(Ownership.group(file)).isEqualTo(2000);
    assertThat(Ownership.mode(file.getParent())).isEqualTo(02755);
    Path before = file.getParent();
    volumes.make(POD, List.of(secret), Optional.of(2000L));
    assertThat(before).exists();
  }

  @Test
  void pathsThatLeadOutAreRefused() {
    for (String bad : List.of("../x", "a/../b", "/etc/passwd", "", "..data", "a//b", "..x/y")) {
      assertThatThrownBy(() -> make(files(bad, "x")))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("\"" + bad + "\" is no path of a file in a volume");
    }
    assertThatThrownBy(() -> make(new VolumePlan.Empty("../up", false)))
        .hasMessage("\"../up\" is no name of a volume");
  }

  @Test
  void emptyDirectoriesKeepWhatThePodWrote() throws IOException {
    Path folder = make(new VolumePlan.Empty("cache", false));
    Files.writeString(folder.resolve("x"), "kept");

    make(new VolumePlan.Empty("cache", false));

    assertThat(Ownership.mode(folder)).isEqualTo(0777);
    assertThat(folder.resolve("x")).hasContent("kept");
  }

  @Test
  void anEmptyDirectoryInMemoryLiesOnTmpfsAndGoesWithThePod() throws IOException {
    var plan = new VolumePlan.Empty("scratch", true);
    volumes.make(POD, List.of(plan), Optional.of(2000L));

    Path folder = volumes.inMemory(POD, "scratch");
    assertThat(Files.getFileStore(folder).type()).isEqualTo("tmpfs");
    assertThat(Ownership.mode(folder)).isEqualTo(02777);
    volumes.remove(POD);
    assertThat(memory).isEmptyDirectory();
  }

  @Test
  void memoryThatIsNoMemoryIsRefused() {
    var wrong = new Volumes(new Workspace(workspace), new Workspace(workspace), Clock.systemUTC());
    assertThatThrownBy(
            () -> wrong.make(POD, List.of(new VolumePlan.Empty("scratch", true)), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("configure one on a tmpfs");
  }

  @Test
  void removingAFolderFollowsNoLinkAndPrunesWhatIsEmptyAboveIt() throws IOException {
    Path outside = Files.createTempDirectory("nokube-outside");
    Files.writeString(outside.resolve("precious"), "kept");
    Path folder = make(new VolumePlan.Empty("cache", false));
    Files.createSymbolicLink(folder.resolve("way-out"), outside);

    volumes.remove(POD);
    volumes.remove(POD);

    assertThat(outside.resolve("precious")).hasContent("kept");
    assertThat(workspace).isEmptyDirectory();
    Workspace.deleteTree(outside);
  }

  @Test
  void removingAFolderLeavesItsSiblings() throws IOException {
    var sibling = new OwnershipPath("kubecontroller/default/deployment-web/pod-web-10");
    make(files("a", "1"));
    volumes.make(sibling, List.of(files("a", "1")), Optional.empty());

    volumes.remove(POD);

    assertThat(volumes.onDisk(sibling, "page").resolve("a")).hasContent("1");
    assertThat(
            Files.exists(
                workspace.resolve("kubecontroller/default/deployment-web/pod-web-1"),
                LinkOption.NOFOLLOW_LINKS))
        .isFalse();
  }
}
