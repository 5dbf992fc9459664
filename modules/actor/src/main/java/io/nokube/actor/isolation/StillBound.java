package io.nokube.actor.isolation;

import io.nokube.actor.engine.PodIdentity;
import io.nokube.actor.port.Read;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Pod;
import java.util.Optional;

/// Whether a pod may be started on a node that may have been cut off: what the node knew before may
/// be outdated, so a linearizable read has to show that the pod is bound to it still.
public final class StillBound {
  private StillBound() {}

  /// What is to be read.
  public static ObjectKey key(PodIdentity pod) {
    return new ObjectKey(ResourceType.POD, pod.namespace(), pod.name());
  }

  /// Why it must not run here; empty: it may.
  public static Optional<String> whyNot(PodIdentity pod, Read<KubeObject> read) {
    return switch (read) {
      case Read.Found<KubeObject>(Pod found, var _)
          when found.metadata().uid().equals(pod.uid())
              && found.spec().nodeName().equals(Optional.of(pod.node()))
              && !found.metadata().isDeleting() ->
          Optional.empty();
      case Read.Found<KubeObject> _, Read.Absent<KubeObject> _ ->
          Optional.of("the pod is no longer bound to this node");
      case Read.Unavailable<KubeObject>(String why) ->
          Optional.of("this node may have been cut off from etcd, which can't be asked: " + why);
    };
  }
}
