package io.nokube.launcher.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final String HELD = "what etcd held, over and over ".repeat(1000);

  @TempDir private Path folder;
  private Path file;
  private Path snapshot;
  private Manifest manifest;

  @BeforeEach
  void take() throws Exception {
    file = folder.resolve("demo.backup");
    snapshot = Files.writeString(folder.resolve("etcd.snapshot"), HELD);
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(HELD.getBytes(StandardCharsets.UTF_8)));
    manifest =
        Manifest.of(
            "demo",
            "0.1",
            Instant.parse("2026-11-30T10:15:00Z"),
            new JsonMapper()
                .createObjectNode()
                .put("id", "57661b7a")
                .put("etcd", "cdf818")
                .put("epoch", 2)
                .put("revision", 4711)
                .put("objects", 27)
                .put("size", HELD.length())
                .put("sha256", hash));
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    Archive.write(file, manifest, snapshot, Optional.of("cluster: demo"));

    Archive read = Archive.open(file);

    assertThat(read.manifest()).isEqualTo(manifest);
    read.snapshot(folder.resolve("again"));
    assertThat(folder.resolve("again")).hasContent(HELD);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    Archive.write(file, manifest, snapshot, Optional.empty());
    Archive.open(file).snapshot(folder.resolve("again"));
    for (Path each : new Path[] {file, folder.resolve("again")}) {
      assertThat(Files.getPosixFilePermissions(each))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aFileThatIsThereIsNotReplaced() throws IOException {
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> Archive.write(file, manifest, snapshot, Optional.empty()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void oneThatCouldNotBeWrittenWholeIsNotThere() {
    assertThatThrownBy(
            () -> Archive.write(file, manifest, folder.resolve("none"), Optional.empty()))
        .isInstanceOf(IOException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void anotherSnapshotThanItsManifestSaysIsRefused() throws IOException {
    Files.writeString(snapshot, HELD + "!");
    Archive.write(file, manifest, snapshot, Optional.empty());
    unfit("it is damaged: the SHA-256 of what etcd held is");
  }

  @Test
  void aFileThatWasCutShortIsRefused() throws IOException {
    Archive.write(file, manifest, snapshot, Optional.empty());
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 40));
    unfit("it is no backup of nokube's, or damaged");
  }

  @Test
  void whatIsNoBackupOrNotThereIsRefused() throws IOException {
    unfit("there is no such file");
    Files.writeString(file, "anything");
    unfit("it is no backup of nokube's");
    zip("manifest.json", "{");
    unfit("its manifest can't be read");
    zip("manifest.json", "{\"format\":1,\"taken\":\"2026-11-30T10:15:00Z\"}");
    unfit("its manifest lacks what every backup has");
    zip("other", "");
    unfit("it has no manifest.json");
  }

  @Test
  void oneOfANewerNokubeIsRefusedNamingIt() throws IOException {
    zip("manifest.json", "{\"format\":2,\"nokube\":\"9.9\"}");
    unfit("it is of a newer nokube (9.9)");
  }

  private void zip(String name, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private void unfit(String why) {
    assertThatThrownBy(() -> Archive.open(file))
        .isInstanceOf(Unfit.class)
        .hasMessageContaining(why);
  }
}
