package io.nokube.actor.verdict;

import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.util.Optional;

/// The object that says that a parent is meant to be there.
public record Owner(ObjectKey key, Uid uid) {
  /// Of a container, its pod; of what was made by a controller, the owner reference that names the
  /// parent. Nothing for children of kubecontroller, which no object stands for.
  ///
  /// @param child what the child acts for
  public static Optional<Owner> of(OwnershipPath parent, Optional<KubeObject> child) {
    return child.flatMap(subject -> {
      if (subject instanceof Pod pod && isNamed(parent, "pod", pod.metadata().name())) {
        return Optional.of(new Owner(pod.key(), pod.metadata().uid()));
      }
      return subject.metadata().ownerReferences().stream()
          .filter(owner -> isNamed(parent, owner.kind(), owner.name()))
          .flatMap(owner ->
              ResourceType.of(owner.apiVersion(), owner.kind()).stream()
                  .map(type ->
                      new Owner(
                          new ObjectKey(
                              type,
                              type.namespaced() ? subject.metadata().namespace() : "",
                              owner.name()),
                          owner.uid())))
          .findFirst();
    });
  }

  private static boolean isNamed(OwnershipPath path, String kind, String name) {
    return path.kind().equalsIgnoreCase(kind) && path.name().equals(name);
  }
}
