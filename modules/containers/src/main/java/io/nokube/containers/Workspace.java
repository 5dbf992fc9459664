package io.nokube.containers;

import io.nokube.model.OwnershipPath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A folder that holds one folder for each pod, named by its ownership path. There are two: on
/// disk, and on tmpfs for volumes in memory. Only root may look into them.
final class Workspace {
  private final Path root;
  private final ReentrantLock folders = new ReentrantLock();

  Workspace(Path root) {
    this.root = root.normalize();
  }

  Path root() {
    return root;
  }

  Path pod(OwnershipPath pod) {
    return root.resolve(pod.text());
  }

  /// Where a volume lies: `<root>/<ownership path>/volumes/<name>`.
  Path volume(OwnershipPath pod, String name) {
    return pod(pod).resolve("volumes").resolve(oneSegment(name));
  }

  /// Makes a folder and those above it.
  void make(Path folder) throws IOException {
    folders.lock();
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } finally {
      folders.unlock();
    }
  }

  /// Removes a pod's folder and the folders above it that are empty then. Follows no link.
  void remove(OwnershipPath pod) throws IOException {
    Path folder = pod(pod);
    deleteTree(folder);
    folders.lock();
    try {
      Path above = folder.getParent();
      while (above != null && !above.equals(root) && above.startsWith(root)) {
        if (!deleteIfEmpty(above)) {
          return;
        }
        above = above.getParent();
      }
    } finally {
      folders.unlock();
    }
  }

  private static boolean deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
      return true;
    } catch (DirectoryNotEmptyException inUse) {
      return false;
    }
  }

  /// Deletes a file or a folder with all in it; a link itself, never what it names.
  static void deleteTree(Path top) throws IOException {
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                throws IOException {
              if (failed != null) {
                throw failed;
              }
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException gone) {
      if (!gone.getFile().equals(top.toString())) {
        throw gone;
      }
    }
  }

  private static String oneSegment(String name) {
    if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of a volume");
    }
    return name;
  }
}
