package io.nokube.kinds.kubecontroller;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Objects that their owner left behind. Only owners of types that are wholly seen can be found
/// missing; of others nothing is known, so nothing is done.
final class Garbage {
  private Garbage() {}

  /// Those of `objects` whose controller, of one of the types of `owners`, isn't among these.
  ///
  /// @param owners all objects of `types`
  static List<KubeObject> orphans(
      Collection<? extends KubeObject> objects,
      Collection<? extends KubeObject> owners,
      Set<ResourceType> types) {
    Set<Uid> there = new HashSet<>();
    owners.forEach(owner -> there.add(owner.metadata().uid()));
    List<KubeObject> orphans = new ArrayList<>();
    for (KubeObject object : objects) {
      for (OwnerReference owner : object.metadata().ownerReferences()) {
        if (owner.isController()
            && !there.contains(owner.uid())
            && isOf(owner, types)
            && !object.metadata().isDeleting()) {
          orphans.add(object);
        }
      }
    }
    return orphans;
  }

  /// Pods bound to a node that has no Node object. (Whether the node is really no more, its agent's
  /// record says.)
  static Set<ObjectKey> stranded(Collection<Pod> pods, Set<String> nodes) {
    Set<ObjectKey> stranded = new LinkedHashSet<>();
    for (Pod pod : pods) {
      Optional<String> node = pod.spec().nodeName().map(Object::toString);
      if (node.isPresent() && !nodes.contains(node.get())) {
        stranded.add(pod.key());
      }
    }
    return stranded;
  }

  private static boolean isOf(OwnerReference owner, Set<ResourceType> types) {
    for (ResourceType type : types) {
      if (owner.kind().equals(type.kind()) && owner.apiVersion().equals(type.apiVersion())) {
        return true;
      }
    }
    return false;
  }
}
