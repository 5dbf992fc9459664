package io.nokube.containers;

import io.nokube.actor.engine.VolumePlan;
import io.nokube.model.OwnershipPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// A pod's volumes in its folder. Those in memory lie under the same ownership path in a folder on
/// tmpfs, so that all containers of the pod, and their restarts, see the same files.
final class Volumes {
  private final Workspace disk;
  private final Workspace memory;
  private final Clock clock;

  Volumes(Workspace disk, Workspace memory, Clock clock) {
    this.disk = disk;
    this.memory = memory;
    this.clock = clock;
  }

  Path onDisk(OwnershipPath pod, String volume) {
    return disk.volume(pod, volume);
  }

  Path inMemory(OwnershipPath pod, String volume) {
    return memory.volume(pod, volume);
  }

  /// Whether a path of the node is, or lies in, a volume of files that are swapped.
  boolean isProjected(Path path) {
    for (Path at = path; at != null && at.startsWith(disk.root()); at = at.getParent()) {
      if (ProjectedFiles.is(at)) {
        return true;
      }
    }
    return false;
  }

  /// Makes the volumes what they are to be. What a pod wrote into an empty directory stays.
  void make(OwnershipPath pod, List<VolumePlan> volumes, Optional<Long> fsGroup)
      throws IOException {
    disk.make(disk.pod(pod));
    for (VolumePlan volume : volumes) {
      switch (volume) {
        case VolumePlan.Files files -> {
          Path folder = onDisk(pod, files.name());
          if (fresh(disk, folder)) {
            Ownership.mode(folder, 0755);
          }
          new ProjectedFiles(folder, clock).write(files.files(), fsGroup);
        }
        case VolumePlan.Empty empty -> {
          Workspace on = empty.memory() ? memory : disk;
          Path folder = on.volume(pod, empty.name());
          if (fresh(on, folder)) {
            checkMemory(empty, on);
            Ownership.mode(folder, 0777);
            if (fsGroup.isPresent()) {
              Ownership.readWrite(folder, fsGroup.get());
            }
          }
        }
      }
    }
  }

  void remove(OwnershipPath pod) throws IOException {
    disk.remove(pod);
    memory.remove(pod);
  }

  private static boolean fresh(Workspace in, Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    in.make(folder);
    return true;
  }

  private static void checkMemory(VolumePlan.Empty empty, Workspace on) throws IOException {
    String type = Files.getFileStore(on.root()).type();
    if (empty.memory() && !type.equals("tmpfs")) {
      throw new IOException(
          "the folder for volumes in memory, "
              + on.root()
              + ", lies on "
              + type
              + ": configure one on a tmpfs, such as /dev/shm/nokube");
    }
  }
}
