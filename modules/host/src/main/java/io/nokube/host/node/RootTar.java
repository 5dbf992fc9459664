package io.nokube.host.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The root file system of an image, made of files of this host while it is sent.
///
/// Equal files give equal bytes: all have the same time, all owners are root, the order is that of
/// the paths.
final class RootTar {

  private final FileTime modified;

  /// What is in a file, once it is sent.
  interface Content {

    void writeTo(OutputStream out) throws IOException;
  }

  private record Entry(long size, int mode, Content content) {}

  private final TreeMap<String, Entry> files = new TreeMap<>();
  private final TreeMap<String, String> texts = new TreeMap<>();

  /// With the few files that programs expect of a system.
  ///
  /// @param modified the time that all files get
  RootTar(FileTime modified) {
    this.modified = modified;
    texts.put("etc/passwd", "root:x:0:0:root:/:/bin/false\nnobody:x:65534:65534::/:/bin/false\n");
    texts.put("etc/group", "root:x:0:\nnogroup:x:65534:\n");
    texts.put("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
  }

  /// `file` at `path`; where it is a link, what it leads to.
  RootTar file(String path, Path file) {
    try {
      var mode = Files.isExecutable(file) ? 0755 : 0644;
      files.put(path, new Entry(Files.size(file), mode, out -> Files.copy(file, out)));
    } catch (IOException e) {
      throw new UncheckedIOException("looking at " + file, e);
    }
    return this;
  }

  RootTar file(String path, Packed file) {
    files.put(path, new Entry(file.size(), 0644, file.content()));
    return this;
  }

  RootTar text(String path, String text) {
    texts.put(path, text);
    return this;
  }

  /// Each of `libraries` at its own path.
  RootTar libraries(SharedLibraries libraries) {
    libraries.paths().forEach(path -> file(path.toString().substring(1), path));
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    var tar = new TarArchiveOutputStream(out);
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    var folders = new TreeSet<>(List.of("tmp"));
    for (var all : List.of(files.keySet(), texts.keySet())) {
      for (var path : all) {
        for (var at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
          folders.add(path.substring(0, at));
        }
      }
    }
    for (var folder : folders) {
      put(tar, new TarArchiveEntry(folder + "/"), folder.equals("tmp") ? 01777 : 0755);
    }
    for (var text : texts.entrySet()) {
      var bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
      var entry = new TarArchiveEntry(text.getKey());
      entry.setSize(bytes.length);
      open(tar, entry, 0644);
      tar.write(bytes);
      tar.closeArchiveEntry();
    }
    for (var file : files.entrySet()) {
      var entry = new TarArchiveEntry(file.getKey());
      entry.setSize(file.getValue().size());
      open(tar, entry, file.getValue().mode());
      file.getValue().content().writeTo(tar);
      tar.closeArchiveEntry();
    }
    tar.finish();
    tar.flush();
  }

  private void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode) throws IOException {
    open(tar, entry, mode);
    tar.closeArchiveEntry();
  }

  private void open(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setModTime(modified);
    tar.putArchiveEntry(entry);
  }
}
