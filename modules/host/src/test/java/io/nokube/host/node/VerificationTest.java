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

class VerificationTest {

  @TempDir Path folder;

  @BeforeEach
  void anUpload() throws IOException {
    Files.createDirectories(folder.resolve("runtime/bin"));
    var java = Files.writeString(folder.resolve("runtime/bin/java"), "a program");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    PayloadForTests.make(folder, Map.of("a.jar", "A".getBytes(UTF_8)));
  }

  @Test
  void itIsVerifiedOnce() {
    assertThat(verify()).isTrue();
    assertThat(verify()).isFalse();
  }

  @Test
  void theCommandAgentsOwnCacheIsUnpacked() throws IOException {
    verify();
    assertThat(folder.resolve("boot.aot")).hasContent("a cache");
    assertThat(folder.resolve("boot.aot.new")).doesNotExist();
  }

  @Test
  void itsFilesGetTheTimeByWhichAotCachesKnowThem() throws IOException {
    verify();
    assertThat(Files.getLastModifiedTime(folder.resolve("runtime/bin/java")).toMillis())
        .isEqualTo(PayloadForTests.MODIFIED);
  }

  @Test
  void aFileThatLostItsModeGetsItBack() throws IOException {
    var java = folder.resolve("runtime/bin/java");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rw-r--r--"));
    verify();
    assertThat(Files.isExecutable(java)).isTrue();
  }

  @Test
  void aDamagedFileIsDeletedAndNamedAndNothingIsVerified() throws IOException {
    Files.writeString(folder.resolve("runtime/bin/java"), "b program"); // as long as it was
    assertThatThrownBy(this::verify)
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("runtime/bin/java was damaged and has been deleted");
    assertThat(folder.resolve("runtime/bin/java")).doesNotExist();
    assertThat(folder.resolve("jars.tar")).exists();
    assertThat(folder.resolve("verified")).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.delete(folder.resolve("jars.tar"));
    assertThatThrownBy(this::verify).hasMessageContaining("jars.tar is missing");
  }

  @Test
  void aDamagedListIsDeletedAndNamed() throws IOException {
    var list = folder.resolve("payload.json");
    Files.writeString(list, Files.readString(list).replace("runtime/bin/java", "runtime/bin/javb"));
    assertThatThrownBy(this::verify).hasMessageContaining("payload.json isn't what it was");
    assertThat(list).doesNotExist();
  }

  private boolean verify() {
    return new Verification(Payload.of(folder)).ensure();
  }
}
