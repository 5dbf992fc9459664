package io.nokube.host.node;

import io.nokube.host.system.StepFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// What was uploaded, verified and unpacked: the jars in `lib/`, the AOT caches, and `unpacked`,
/// which says so.
record Unpacking(Payload payload) {

  private static final String MARK = "unpacked";

  /// Where the jars are unpacked to.
  Path lib() {
    return payload.folder().resolve("lib");
  }

  boolean isDone() {
    var mark = payload.folder().resolve(MARK);
    try {
      return Files.exists(mark)
          && Files.readString(mark).strip().equals(payload.hash())
          && Files.isDirectory(lib());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + mark, e);
    }
  }

  /// @return whether there was something to do
  boolean ensure() {
    if (isDone()) {
      return false;
    }
    payload.verify();
    var folder = payload.folder();
    var fresh = folder.resolve("lib.new");
    try {
      Tree.delete(fresh);
      Files.createDirectory(fresh);
      unpack(folder.resolve(Payload.JARS), fresh);
      Tree.delete(lib());
      Files.move(fresh, lib(), StandardCopyOption.ATOMIC_MOVE);
      for (var cache : Payload.CACHES) {
        unpackCache(cache);
      }
      var mark = Files.writeString(folder.resolve(MARK + ".new"), payload.hash() + "\n");
      Files.move(mark, folder.resolve(MARK), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("unpacking " + folder.resolve(Payload.JARS), e);
    }
  }

  /// Renamed into place: a JVM that starts meanwhile takes none rather than half of one.
  private void unpackCache(String name) throws IOException {
    var folder = payload.folder();
    var fresh = folder.resolve(name + ".new");
    try (var zipped =
        new GzipCompressorInputStream(
            new BufferedInputStream(Files.newInputStream(folder.resolve(name + Payload.ZIPPED))))) {
      Files.copy(zipped, fresh, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void unpack(Path archive, Path into) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var name = entry.getName();
        if (!entry.isFile() || name.contains("/") || !Workspace.isInside(name)) {
          throw new StepFailure(
              "%s holds `%s`, which is no file of this folder".formatted(archive, name),
              "make the distribution anew");
        }
        Files.copy(tar, into.resolve(name));
      }
    }
  }
}
