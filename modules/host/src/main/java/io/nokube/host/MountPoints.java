package io.nokube.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// What is mounted below a folder, as proc_pid_mountinfo(5) tells it.
final class MountPoints {

  private MountPoints() {}

  /// The deepest first: in this order they can be unmounted.
  static List<Path> below(Path folder) {
    try {
      return below(folder, Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException e) {
      throw new UncheckedIOException("asking the kernel what is mounted", e);
    }
  }

  static List<Path> below(Path folder, List<String> mountInfo) {
    return mountInfo.stream()
        .map(line -> line.split(" ", 6))
        .filter(fields -> fields.length == 6)
        .map(fields -> Path.of(fields[4].replace("\\040", " ")))
        .filter(mount -> mount.startsWith(folder) && !mount.equals(folder))
        .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
        .toList();
  }
}
