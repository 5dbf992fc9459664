package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import java.util.ArrayList;
import java.util.List;

/// Images that nokube made on this host and that no container, running or not, is made of.
record UnusedImages(Engine engine) {

  static final List<String> AGENTS = List.of("nokube/agent:");
  static final List<String> ETCDS = List.of("nokube/etcd:");
  static final List<String> AGENTS_AND_ETCDS = List.of("nokube/agent:", "nokube/etcd:");

  /// @param prefixes of their names
  /// @return the names of those that were removed
  List<String> remove(List<String> prefixes, Deadline deadline) {
    var removed = new ArrayList<String>();
    for (var image : engine.images(deadline)) {
      for (var tag : image.path("RepoTags")) {
        if (prefixes.stream().anyMatch(tag.asText()::startsWith)
            && !isUsed(image.path("Id").asText(), deadline)
            && engine.removeImage(tag.asText(), deadline)) {
          removed.add(tag.asText());
        }
      }
    }
    return List.copyOf(removed);
  }

  private boolean isUsed(String imageId, Deadline deadline) {
    return Engine.elements(engine.containers(List.of(), deadline)).stream()
        .anyMatch(container -> container.path("ImageID").asText().equals(imageId));
  }
}
