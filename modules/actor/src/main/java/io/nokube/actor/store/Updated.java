package io.nokube.actor.store;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.ObjectMeta;
import java.util.Optional;

/// What an update makes of an object: all that was given, but what the store says, the status, and
/// the node a pod is bound to. Pure.
public sealed interface Updated {
  record To(KubeObject object) implements Updated {}

  /// Its last finalizer is gone, and it with it.
  record Gone() implements Updated {}

  /// A pod stays on its node.
  record OtherNode() implements Updated {}

  /// @param was as it is stored
  static Updated of(KubeObject given, KubeObject was) {
    if (movesToAnotherNode(was, given)) {
      return new OtherNode();
    }
    KubeObject merged = merged(onItsNode(was, given), was);
    return isLastFinalizerGone(was, merged) ? new Gone() : new To(merged);
  }

  private static KubeObject merged(KubeObject given, KubeObject was) {
    ObjectMeta before = was.metadata();
    KubeObject merged =
        given.withMetadata(Metadata.kept(given.metadata(), before)).withStatusOf(was);
    boolean specDiffers = !merged.withMetadata(before).equals(was);
    return merged.withMetadata(
        merged.metadata().withGeneration(before.generation() + (specDiffers ? 1 : 0)));
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
