package io.nokube.containers;

import io.nokube.actor.engine.MountPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Paths of the node that pods ask for, checked or made as their type says.
///
/// Source of types and messages: upstream `pkg/volume/hostpath/host_path.go`. An agent in a
/// container sees them below where the node's root is mounted.
final class HostPaths {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  private static final int MOST_LINKS = 40;

  private final Path hostRoot;

  HostPaths(Path hostRoot) {
    this.hostRoot = hostRoot;
  }

  /// @return the path as the engine is to be told it
  Path ready(MountPlan.OfHost of) throws IOException {
    check(of.path(), of.type());
    if (of.subPath().isEmpty()) {
      return Path.of(of.path());
    }
    Path named = Mounts.checked(seen(of.path()), of.subPath());
    if (!Files.exists(named)) {
      Files.createDirectories(named);
    }
    return Path.of(of.path()).resolve(of.subPath());
  }

  private void check(String path, String type) throws IOException {
    Path seen = seen(path);
    switch (type) {
      case "" -> {
        if (!Files.exists(seen)) {
          Files.createDirectories(seen);
        }
      }
      case "DirectoryOrCreate" -> {
        if (!Files.exists(seen)) {
          Files.createDirectories(seen);
          Ownership.mode(seen, 0755);
        }
        require(Files.isDirectory(seen), path, "directory");
      }
      case "FileOrCreate" -> {
        if (!Files.exists(seen)) {
          Files.createFile(seen);
          Ownership.mode(seen, 0644);
        }
        require(Files.isRegularFile(seen), path, "file");
      }
      case "Directory" -> require(Files.isDirectory(seen), path, "directory");
      case "File" -> require(Files.isRegularFile(seen), path, "file");
      case "Socket" -> require(is(seen, SOCKET), path, "socket");
      case "CharDevice" -> require(is(seen, CHARACTER_DEVICE), path, "character device");
      case "BlockDevice" -> require(is(seen, BLOCK_DEVICE), path, "block device");
      default -> throw new IOException(type + " is an invalid hostPath type");
    }
  }

  private static boolean is(Path path, int type) throws IOException {
    return Files.exists(path) && ((Integer) Files.getAttribute(path, "unix:mode") & TYPE) == type;
  }

  private static void require(boolean holds, String path, String what) throws IOException {
    if (!holds) {
      throw new IOException("hostPath type check failed: " + path + " is not a " + what);
    }
  }

  /// Where this process sees a path of the node: links are followed as the node would, from its own
  /// root and not from this process'.
  private Path seen(String path) throws IOException {
    if (!path.startsWith("/")) {
      throw new IOException("hostPath \"" + path + "\" must be absolute");
    }
    Deque<Path> ahead = new ArrayDeque<>(segments(Path.of(path).normalize()));
    Path at = hostRoot;
    int links = 0;
    while (!ahead.isEmpty()) {
      Path next = at.resolve(ahead.pop());
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new IOException("hostPath \"" + path + "\": too many levels of symbolic links");
      }
      Path target = Files.readSymbolicLink(next);
      Path inside = Path.of("/").resolve(hostRoot.relativize(at)).resolve(target).normalize();
      segments(inside).reversed().forEach(ahead::push);
      at = hostRoot;
    }
    return at;
  }

  private static List<Path> segments(Path path) {
    List<Path> segments = new ArrayList<>();
    path.forEach(segments::add);
    return segments;
  }
}
