package io.nokube.etcd;

import io.nokube.etcd.Replacement.Next;
import io.nokube.etcd.session.LeaseId;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.ObjectMeta;
import java.util.Optional;

/// What an update makes of an object: all that was given, but what the store says, the status, and
/// the node a pod is bound to. Pure.
final class Updating {
  private Updating() {}

  static Next of(KubeObject given, StoredObject current, Optional<LeaseId> lease) {
    KubeObject was = current.object();
    if (movesToAnotherNode(was, given)) {
      return new Next.Refused(Refusals.otherNode(was.key()));
    }
    KubeObject merged = merged(onItsNode(was, given), current);
    return isLastFinalizerGone(was, merged) ? new Next.Gone() : new Next.Put(merged, lease);
  }

  private static KubeObject merged(KubeObject given, StoredObject current) {
    ObjectMeta was = current.object().metadata();
    KubeObject kept = given.withMetadata(Metadata.kept(given.metadata(), was));
    KubeObject merged = kept.withStatusOf(current.object());
    boolean specDiffers = !merged.withMetadata(was).equals(current.object());
    return merged.withMetadata(
        merged.metadata().withGeneration(was.generation() + (specDiffers ? 1 : 0)));
  }

  private static Optional<NodeName> node(KubeObject object) {
    return object instanceof Pod pod ? pod.spec().nodeName() : Optional.empty();
  }

  private static boolean movesToAnotherNode(KubeObject was, KubeObject given) {
    return node(was).isPresent() && node(given).isPresent() && !node(was).equals(node(given));
  }

  /// A manifest that is applied again doesn't say where its pod was put.
  private static KubeObject onItsNode(KubeObject was, KubeObject given) {
    return given instanceof Pod pod && node(given).isEmpty() && node(was).isPresent()
        ? pod.withSpec(pod.spec().withNodeName(node(was).orElseThrow()))
        : given;
  }

  /// A namespace and a bound pod are ended by others still.
  private static boolean isLastFinalizerGone(KubeObject was, KubeObject now) {
    return was.metadata().isDeleting()
        && !was.metadata().finalizers().isEmpty()
        && now.metadata().finalizers().isEmpty()
        && !(now instanceof Namespace)
        && node(now).isEmpty();
  }
}
