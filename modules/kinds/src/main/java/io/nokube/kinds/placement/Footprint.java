package io.nokube.kinds.placement;

import io.nokube.kinds.Requests;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.util.List;
import java.util.Optional;

/// What a pod takes of the node it runs on, and whose pod it is.
///
/// @param owner its controller; empty for a bare pod
public record Footprint(Requests requests, List<HostPort> ports, Optional<Uid> owner) {

  public static Footprint of(Pod pod) {
    return new Footprint(
        Requests.of(pod),
        HostPort.of(pod.spec()),
        pod.metadata().controller().map(OwnerReference::uid));
  }
}
