package io.nokube.containers;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.MountPlan;
import io.nokube.model.OwnershipPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Mounts as paths of the node. A volume is mounted as a directory, so that a swap of its files is
/// seen; a subPath as the one file or folder it names now, so that it stays old, as in Kubernetes.
/// What comes from a ConfigMap or Secret can't be written, whatever the mount says.
final class Mounts {
  private final Volumes volumes;
  private final HostPaths hostPaths;

  Mounts(Volumes volumes, HostPaths hostPaths) {
    this.volumes = volumes;
    this.hostPaths = hostPaths;
  }

  /// @throws IOException with a message for the user, if something is not as it has to be
  List<Mount> of(ContainerPlan plan) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    OwnershipPath pod = plan.pod().path();
    for (MountPlan mount : plan.mounts()) {
      Path source =
          switch (mount) {
            case MountPlan.OfVolume of -> within(volumes.onDisk(pod, of.volume()), of.subPath());
            case MountPlan.OfMemory of -> within(volumes.inMemory(pod, of.volume()), of.subPath());
            case MountPlan.OfHost of -> hostPaths.ready(of);
          };
      mounts.add(
          new Mount()
              .withType(MountType.BIND)
              .withSource(source.toString())
              .withTarget(mount.at())
              .withReadOnly(mount.readOnly() || volumes.isProjected(source)));
    }
    return mounts;
  }

  /// What a subPath names now, inside the volume; a folder is made if there is nothing.
  private static Path within(Path volume, String subPath) throws IOException {
    if (subPath.isEmpty()) {
      return volume;
    }
    Path named = checked(volume, subPath);
    if (!Files.exists(named)) {
      Files.createDirectories(named);
      Ownership.mode(named, Ownership.mode(volume));
    }
    Path real = named.toRealPath();
    if (!real.startsWith(volume.toRealPath())) {
      throw new IOException("subPath \"" + subPath + "\" leads out of its volume");
    }
    return real;
  }

  static Path checked(Path volume, String subPath) throws IOException {
    Path relative = Path.of(subPath);
    for (Path segment : relative) {
      if (segment.toString().equals("..")) {
        throw new IOException("subPath \"" + subPath + "\" must not contain \"..\"");
      }
    }
    if (relative.isAbsolute()) {
      throw new IOException("subPath \"" + subPath + "\" must be relative");
    }
    Path parent = volume;
    for (Path segment : relative) {
      parent = parent.resolve(segment);
      if (Files.isSymbolicLink(parent)
          && Files.exists(parent)
          && !parent.toRealPath().startsWith(volume.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException("subPath \"" + subPath + "\" leads out of its volume");
      }
    }
    return parent;
  }
}
