package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.ImageName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

  @TempDir Path folder;

  @Test
  void aNameIsRepositoryAndTag() {
    assertThat(ImageName.parse("docker.io/library/busybox:1.36"))
        .isEqualTo(new ImageName("docker.io/library/busybox", "1.36"));
    assertThat(ImageName.parse("localhost:5000/a/b"))
        .isEqualTo(new ImageName("localhost:5000/a/b", "latest"));
    assertThat(ImageName.parse("busybox")).isEqualTo(new ImageName("busybox", "latest"));
  }

  @Test
  void aDigestCannotBeMade() {
    assertThatThrownBy(() -> ImageName.parse("busybox@sha256:00"))
        .hasMessage("an image named by its digest can't be made: busybox@sha256:00");
  }

  @Test
  void everyAppletIsALinkToBusybox() throws IOException {
    var links =
        entries().stream()
            .filter(TarArchiveEntry::isSymbolicLink)
            .map(link -> link.getName() + " -> " + link.getLinkName());
    assertThat(links)
        .containsExactly(
            "bin/ls -> busybox", "bin/sh -> busybox", "usr/bin/env -> ../../bin/busybox");
  }

  @Test
  void theProgramIsExecutableAndTmpIsForAll() throws IOException {
    assertThat(mode("bin/busybox")).isEqualTo(0755);
    assertThat(mode("tmp/")).isEqualTo(01777);
  }

  @Test
  void equalInputsGiveEqualBytes() throws IOException {
    assertThat(tar()).isEqualTo(tar());
  }

  private int mode(String name) throws IOException {
    return entries().stream()
            .filter(e -> e.getName().equals(name))
            .findFirst()
            .orElseThrow()
            .getMode()
        & 07777;
  }

  private byte[] tar() throws IOException {
    var program = Files.writeString(folder.resolve("busybox"), "static");
    return BusyboxImage.tar(program, List.of("busybox", "ls", "sh"));
  }

  private List<TarArchiveEntry> entries() throws IOException {
    var all = new ArrayList<TarArchiveEntry>();
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(tar()))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        all.add(entry);
      }
    }
    return all;
  }
}
