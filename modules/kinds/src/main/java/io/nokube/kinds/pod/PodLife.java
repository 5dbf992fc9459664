package io.nokube.kinds.pod;

import io.nokube.actor.Backoff;
import io.nokube.kinds.container.Wanted;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.PodStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The state of a pod's actor.
///
/// @param told what each container was told to be
/// @param said what each container said of itself
/// @param ip of the only container's network; empty while unknown
/// @param status what was published last
/// @param falls failures of containers' actors, and of starting the pause container
record PodLife(
    Contents contents,
    Sandbox sandbox,
    Mounts mounts,
    Map<String, Wanted> told,
    Map<String, ContainerStatus> said,
    String ip,
    PodStatus status,
    Map<String, Backoff> falls,
    Optional<Ending> ending) {

  PodLife with(Contents contents) {
    return new PodLife(contents, sandbox, mounts, told, said, ip, status, falls, ending);
  }

  PodLife with(Sandbox sandbox) {
    return new PodLife(contents, sandbox, mounts, told, said, ip, status, falls, ending);
  }

  PodLife with(Mounts mounts) {
    return new PodLife(contents, sandbox, mounts, told, said, ip, status, falls, ending);
  }

  PodLife telling(String container, Wanted wanted) {
    Map<String, Wanted> more = new HashMap<>(told);
    more.put(container, wanted);
    return new PodLife(
        contents, sandbox, mounts, Map.copyOf(more), said, ip, status, falls, ending);
  }

  PodLife hearing(ContainerStatus status, String ip) {
    Map<String, ContainerStatus> more = new HashMap<>(said);
    more.put(status.name(), status);
    return new PodLife(
        contents,
        sandbox,
        mounts,
        told,
        Map.copyOf(more),
        ip.isEmpty() ? this.ip : ip,
        this.status,
        falls,
        ending);
  }

  PodLife with(PodStatus status) {
    return new PodLife(contents, sandbox, mounts, told, said, ip, status, falls, ending);
  }

  PodLife falling(String container, Backoff backoff) {
    Map<String, Backoff> more = new HashMap<>(falls);
    more.put(container, backoff);
    return new PodLife(contents, sandbox, mounts, told, said, ip, status, Map.copyOf(more), ending);
  }

  PodLife with(Ending ending) {
    return new PodLife(
        contents, sandbox, mounts, told, said, ip, status, falls, Optional.of(ending));
  }
}
