package io.nokube.containers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Modes and groups of files, in the numbers of Unix.
///
/// Source of what an fsGroup changes: upstream `pkg/volume/volume_linux.go`.
final class Ownership {
  /// What an fsGroup may do with a file that the pod may not change.
  static final int READ = 0440;

  private static final int READ_WRITE = 0660;
  private static final int FOLDER = 02110; // enter, and hand the group down

  private Ownership() {}

  static void readOnly(Path top, long group) throws IOException {
    give(top, group, READ);
  }

  static void readWrite(Path top, long group) throws IOException {
    give(top, group, READ_WRITE);
  }

  private static void give(Path top, long group, int bits) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            group(folder, group);
            mode(folder, mode(folder) | bits | FOLDER);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isSymbolicLink()) {
              group(file, group);
              mode(file, mode(file) | bits);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Permission bits, set-id and sticky bits included.
  static int mode(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (Integer) mode & 07777;
  }

  static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  static long group(Path path) throws IOException {
    Object gid = Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    return (Integer) gid;
  }

  static void group(Path path, long group) throws IOException {
    Files.setAttribute(path, "unix:gid", Math.toIntExact(group), LinkOption.NOFOLLOW_LINKS);
  }
}
