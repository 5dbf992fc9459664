package io.nokube.containers;

import io.nokube.model.ClusterName;
import io.nokube.model.NodeName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the engine is and how much may be asked of it at once. Every value is configured.
///
/// @param docker the engine's socket, such as `unix:///var/run/docker.sock`
/// @param clusterId tells this cluster's containers from those of another of the same name
/// @param nodeAddress where ports are published that name no hostIP
/// @param workspace folder of this agent alone; the engine must see it at the same path
/// @param memory folder of this agent alone on a tmpfs, for emptyDirs of medium Memory
/// @param hostRoot where the node's own root directory is seen by this process: `/`, or where it is
///   mounted into the agent's container
/// @param registries the node's logins at registries, see [RegistryLogins]; empty: those of the
///   user whom this process runs as, from `docker login`
/// @param startsAtOnce containers being created and started at the same time, and as many being
///   killed and removed
/// @param followsAtOnce logs being read at the same time; each holds a thread
/// @param callDeadline of one call of the engine, beside the grace of a stop
/// @param pullDeadline of one image
/// @param reconnect how long to wait before the events stream is opened again
/// @param logMaxSize of a container's log file, as Docker spells it: `10m`
/// @param logMaxFiles rotated log files kept
public record EngineSettings(
    URI docker,
    ClusterName cluster,
    String clusterId,
    NodeName node,
    String nodeAddress,
    Path workspace,
    Path memory,
    Path hostRoot,
    Optional<Path> registries,
    int startsAtOnce,
    int followsAtOnce,
    Duration callDeadline,
    Duration pullDeadline,
    Duration reconnect,
    String logMaxSize,
    int logMaxFiles) {

  public EngineSettings {
    absolute("workspace", workspace);
    absolute("memory", memory);
    absolute("hostRoot", hostRoot);
    registries.ifPresent(file -> absolute("registries", file));
    positive("startsAtOnce", startsAtOnce);
    positive("followsAtOnce", followsAtOnce);
    positive("logMaxFiles", logMaxFiles);
  }

  private static void absolute(String name, Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(name + " is to be an absolute path, not \"" + path + "\"");
    }
  }

  private static void positive(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " is to be at least 1, not " + count);
    }
  }
}
