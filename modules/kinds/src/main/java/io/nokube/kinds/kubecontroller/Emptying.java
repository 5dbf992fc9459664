package io.nokube.kinds.kubecontroller;

import io.nokube.kinds.PodPath;
import io.nokube.model.KubeObject;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The next step in ending a namespace: first its deployments, daemon sets and bare pods go (the
/// owners take their pods with them), then what those might have read, then the namespace.
///
/// @param delete what is to be deleted now
/// @param done whether nothing is left
record Emptying(List<KubeObject> delete, boolean done) {

  /// @param objects all objects, of all namespaces, of every type that can be left
  static Emptying of(Namespace namespace, Collection<? extends KubeObject> objects) {
    List<KubeObject> runs = new ArrayList<>();
    List<KubeObject> lies = new ArrayList<>();
    for (KubeObject object : objects) {
      if (object.metadata().namespace().equals(namespace.metadata().name())) {
        (isRunning(object) ? runs : lies).add(object);
      }
    }
    List<KubeObject> next = runs.isEmpty() ? lies : runs;
    return new Emptying(
        next.stream().filter(Emptying::isToDelete).toList(), runs.isEmpty() && lies.isEmpty());
  }

  private static boolean isRunning(KubeObject object) {
    return object.type().equals(ResourceType.POD)
        || object.type().equals(ResourceType.DEPLOYMENT)
        || object.type().equals(ResourceType.DAEMON_SET);
  }

  private static boolean isToDelete(KubeObject object) {
    return !object.metadata().isDeleting() && !(object instanceof Pod pod && !PodPath.isBare(pod));
  }
}
