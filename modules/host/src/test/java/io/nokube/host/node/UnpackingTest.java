package io.nokube.host.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {

  @TempDir Path folder;

  @BeforeEach
  void anUpload() throws IOException {
    Files.createDirectories(folder.resolve("runtime/bin"));
    var java = Files.writeString(folder.resolve("runtime/bin/java"), "a program");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    PayloadForTests.make(folder, Map.of("a.jar", "A".getBytes(UTF_8)));
  }

  @Test
  void theJarsAreUnpackedOnce() {
    assertThat(unpack()).isTrue();
    assertThat(folder.resolve("lib/a.jar")).hasContent("A");
    assertThat(unpack()).isFalse();
  }

  @Test
  void theCommandAgentsCacheIsUnpackedAndItsFilesGetTheTimeItKnowsThemBy() throws IOException {
    unpack();
    assertThat(folder.resolve("boot.aot")).hasContent("a cache");
    assertThat(Files.getLastModifiedTime(folder.resolve("runtime/bin/java")).toMillis())
        .isEqualTo(PayloadForTests.MODIFIED);
  }

  @Test
  void aFileThatLostItsModeGetsItBack() throws IOException {
    var java = folder.resolve("runtime/bin/java");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rw-r--r--"));
    unpack();
    assertThat(Files.isExecutable(java)).isTrue();
  }

  @Test
  void aDamagedFileIsDeletedAndNamedAndNothingIsUnpacked() throws IOException {
    Files.writeString(folder.resolve("runtime/bin/java"), "b program"); // as long as it was
    assertThatThrownBy(this::unpack)
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("runtime/bin/java was damaged and has been deleted");
    assertThat(folder.resolve("runtime/bin/java")).doesNotExist();
    assertThat(folder.resolve("jars.tar")).exists();
    assertThat(folder.resolve("lib")).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.delete(folder.resolve("jars.tar"));
    assertThatThrownBy(this::unpack).hasMessageContaining("jars.tar is missing");
  }

  @Test
  void aDamagedListIsDeletedAndNamed() throws IOException {
    var list = folder.resolve("payload.json");
    Files.writeString(list, Files.readString(list).replace("runtime/bin/java", "runtime/bin/javb"));
    assertThatThrownBy(this::unpack).hasMessageContaining("payload.json isn't what it was");
    assertThat(list).doesNotExist();
  }

  @Test
  void whatAKilledRunLeftIsDoneAnew() throws IOException {
    Files.createDirectories(folder.resolve("lib.new"));
    Files.writeString(folder.resolve("lib.new/a.jar"), "half");
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/old.jar"), "old");
    assertThat(unpack()).isTrue();
    assertThat(folder.resolve("lib/a.jar")).hasContent("A");
    assertThat(folder.resolve("lib/old.jar")).doesNotExist();
    assertThat(folder.resolve("lib.new")).doesNotExist();
  }

  private boolean unpack() {
    return new Unpacking(Payload.of(folder)).ensure();
  }
}
