package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// A host's member of etcd taken off it, while all else of the cluster stays there.
record EtcdMemberRemoval(Engine engine, NodeRequest.EtcdLeave wanted) {

  /// @return whether anything was there
  boolean remove(Deadline deadline) {
    var labels =
        List.of(SystemContainer.CLUSTER_ID + "=" + wanted.id(), SystemContainer.SYSTEM + "=etcd");
    var containers = Engine.elements(engine.containers(labels, deadline));
    for (var container : containers) {
      engine.remove(container.path("Id").asText(), wanted.grace(), deadline);
    }
    new UnusedImages(engine).remove(UnusedImages.ETCDS, deadline);
    var folder = wanted.workspace().etcd();
    if (!Files.exists(folder)) {
      return !containers.isEmpty();
    }
    try {
      Tree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
    return true;
  }
}
