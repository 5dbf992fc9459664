package io.nokube.launcher.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
  private static final String BASE = "sha256:b";
  private static final String JAVA = "sha256:j";
  private static final String SHOP = "sha256:s";
  private static final int LAYER = 3_000_000;

  @TempDir Path folder;
  private Path tar;

  @BeforeEach
  void twoImages() throws IOException {
    tar = folder.resolve("images.tar");
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out)) {
      for (String layer : List.of("b", "j", "s")) {
        put(archive, layer + "/layer.tar", layer.repeat(LAYER));
      }
      TarArchiveEntry link = new TarArchiveEntry("x/layer.tar", TarConstants.LF_SYMLINK);
      link.setLinkName("../b/layer.tar");
      archive.putArchiveEntry(link);
      archive.closeArchiveEntry();
      put(archive, "shop.json", config(BASE, JAVA, SHOP));
      put(archive, "twice.json", config(BASE, BASE));
      put(
          archive,
          "manifest.json",
          """
          [{"Config":"shop.json","RepoTags":["shop:1"],"Layers":["b/layer.tar","j/layer.tar","s/layer.tar"]},
           {"Config":"twice.json","RepoTags":["twice:1"],"Layers":["b/layer.tar","x/layer.tar"]}]
          """);
    }
  }

  private static String config(String... layers) {
    return "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
        .formatted(String.join("\",\"", layers));
  }

  private static void put(TarArchiveOutputStream archive, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    archive.putArchiveEntry(entry);
    archive.write(bytes);
    archive.closeArchiveEntry();
  }

  private ImageArchive archive() throws IOException {
    return ImageArchive.read(tar).orElseThrow();
  }

  private static Map<String, String> files(Path archive) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (TarFile read = new TarFile(archive)) {
      for (TarArchiveEntry entry : read.getEntries()) {
        files.put(
            entry.getName(),
            entry.isSymbolicLink()
                ? "-> " + entry.getLinkName()
                : new String(read.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void aHostWithoutImagesNeedsAll() throws IOException {
    assertThat(archive().spared(List.of())).isEmpty();
  }

  @Test
  void whatAHostHasFromTheLowestLayerOnIsSpared() throws IOException {
    assertThat(archive().spared(List.of(List.of(BASE, JAVA, "sha256:other"), List.of(BASE, BASE))))
        .containsExactlyInAnyOrder("b/layer.tar", "j/layer.tar", "x/layer.tar");
  }

  @Test
  void theSameLayerOnAnotherOneIsNotTheSame() throws IOException {
    assertThat(archive().spared(List.of(List.of("sha256:other", JAVA, SHOP)))).isEmpty();
  }

  @Test
  void whatALinkLeadsToIsNeededWithIt() throws IOException {
    assertThat(archive().spared(List.of(List.of(BASE, JAVA, SHOP))))
        .containsExactlyInAnyOrder("j/layer.tar", "s/layer.tar");
  }

  @Test
  void aCopyHasAllElse() throws IOException {
    Path thin = folder.resolve("thin.tar");
    archive().writeWithout(Set.of("j/layer.tar", "s/layer.tar"), thin);

    Map<String, String> whole = files(tar);
    assertThat(files(thin))
        .containsOnlyKeys("b/layer.tar", "manifest.json", "shop.json", "twice.json", "x/layer.tar")
        .allSatisfy((name, text) -> assertThat(text.equals(whole.get(name))).as(name).isTrue());
  }

  @Test
  void anotherKindOfArchiveIsNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "no archive at all");
    Path other = folder.resolve("other.tar");
    try (OutputStream out = Files.newOutputStream(other);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out)) {
      put(archive, "etc/hosts", "127.0.0.1 localhost\n");
    }

    assertThat(ImageArchive.read(text)).isEmpty();
    assertThat(ImageArchive.read(other)).isEmpty();
  }

  @Test
  void hostsThatHaveTheSameAreSentTheSameCopy() throws IOException {
    ThinArchives archives = new ThinArchives(tar, folder);
    List<List<String>> base = List.of(List.of(BASE, JAVA), List.of(BASE, BASE));

    ThinArchives.Sent all = archives.to(List.of());
    ThinArchives.Sent rest = archives.to(base);

    assertThat(archives.mayBeThin()).isTrue();
    assertThat(all).isEqualTo(new ThinArchives.Sent(tar, Files.size(tar), 0));
    assertThat(rest.spared()).isGreaterThan(2L * LAYER);
    assertThat(archives.to(base)).isEqualTo(rest);
    assertThat(Files.size(rest.file())).isEqualTo(rest.bytes());
  }
}
