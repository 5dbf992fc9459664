package io.nokube.kinds;

import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.util.List;
import java.util.Optional;

/// Where a pod's actor stands in the ownership tree. The one place that says so.
public final class PodPath {
  private static final String POD = "pod";
  private static final List<ResourceType> OWNERS =
      List.of(ResourceType.DEPLOYMENT, ResourceType.DAEMON_SET);

  private PodPath() {}

  /// Below the deployment or daemon set that controls it; a bare pod below kubecontroller.
  public static OwnershipPath of(Pod pod) {
    String namespace = pod.metadata().namespace();
    String name = pod.metadata().name();
    return pod.metadata()
        .controller()
        .flatMap(owner -> ownerType(owner).map(type -> ownerPath(namespace, type, owner.name())))
        .map(owner -> owner.child(POD, name))
        .orElseGet(() -> OwnershipPath.top(namespace, POD, name));
  }

  /// Where the actor of a deployment or daemon set stands.
  public static OwnershipPath ownerPath(String namespace, ResourceType type, String name) {
    return OwnershipPath.top(namespace, type.singular(), name);
  }

  /// Whether kubecontroller itself is the parent of its actor.
  public static boolean isBare(Pod pod) {
    return pod.metadata().controller().flatMap(PodPath::ownerType).isEmpty();
  }

  private static Optional<ResourceType> ownerType(OwnerReference owner) {
    for (ResourceType type : OWNERS) {
      if (owner.kind().equals(type.kind()) && owner.apiVersion().equals(type.apiVersion())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
