package io.nokube.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The root file system of a busybox image, as a tar: the static program, a link for each of its
/// applets, and the few files that programs expect of a system.
///
/// Equal inputs give equal bytes: all times are 0, all owners are root.
final class BusyboxImage {

  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/sh
      daemon:x:1:1:daemon:/usr/sbin:/bin/false
      www-data:x:33:33:www-data:/var/www:/bin/false
      nobody:x:65534:65534:nobody:/home:/bin/false
      """;

  private static final String GROUP =
      """
      root:x:0:
      daemon:x:1:
      www-data:x:33:
      nogroup:x:65534:
      """;

  private BusyboxImage() {}

  /// @param program the static busybox
  /// @param applets their names, as `busybox --list` says them
  static byte[] tar(Path program, List<String> applets) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (var folder : List.of("bin", "etc", "home", "root", "usr", "usr/bin", "var", "var/www")) {
        folder(tar, folder, 0755);
      }
      folder(tar, "tmp", 01777);
      file(tar, "etc/passwd", PASSWD.getBytes(StandardCharsets.UTF_8), 0644);
      file(tar, "etc/group", GROUP.getBytes(StandardCharsets.UTF_8), 0644);
      file(tar, "bin/busybox", Files.readAllBytes(program), 0755);
      for (var applet : applets) {
        if (!applet.equals("busybox")) {
          link(tar, "bin/" + applet, "busybox");
        }
      }
      link(tar, "usr/bin/env", "../../bin/busybox");
    } catch (IOException e) {
      throw new UncheckedIOException("making an image of " + program, e);
    }
    return bytes.toByteArray();
  }

  private static void folder(TarArchiveOutputStream tar, String name, int mode) throws IOException {
    put(tar, entry(new TarArchiveEntry(name + "/"), mode), new byte[0]);
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content, int mode)
      throws IOException {
    put(tar, entry(new TarArchiveEntry(name), mode), content);
  }

  private static void link(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    link.setLinkName(target);
    put(tar, entry(link, 0777), new byte[0]);
  }

  private static TarArchiveEntry entry(TarArchiveEntry entry, int mode) {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setModTime(0L);
    return entry;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
