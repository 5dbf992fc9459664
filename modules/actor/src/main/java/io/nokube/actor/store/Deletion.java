package io.nokube.actor.store;

import io.nokube.model.KubeObject;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Namespace.NamespaceStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What `kubectl delete` does to an object, as it is now. Pure.
public sealed interface Deletion {
  /// It is removed at once.
  record Now() implements Deletion {}

  /// It is marked with when it is to be gone; somebody else ends it: a bound pod's node, a
  /// namespace's kubecontroller, whoever put a finalizer on it.
  record Later(KubeObject marked) implements Deletion {}

  /// It is ending already, and no later than asked for.
  record Already() implements Deletion {}

  /// @param grace empty: the pod's own
  static Deletion of(KubeObject object, Optional<Duration> grace, Instant now) {
    if (object instanceof Pod pod && pod.spec().nodeName().isPresent()) {
      return ofBound(pod, grace, now);
    }
    if (object instanceof Namespace namespace) {
      return namespace.metadata().isDeleting()
          ? new Already()
          : new Later(
              new Namespace(
                  namespace.metadata().withDeletionTimestamp(now),
                  new NamespaceStatus("Terminating")));
    }
    if (object.metadata().finalizers().isEmpty()) {
      return new Now();
    }
    return object.metadata().isDeleting()
        ? new Already()
        : new Later(object.withMetadata(object.metadata().withDeletionTimestamp(now)));
  }

  /// The grace counts from the first deletion, and only a shorter one replaces another. Nothing is
  /// left to end gracefully in a pod that has succeeded or failed (upstream
  /// `registry/core/pod/strategy.go` and `registry/rest/delete.go`).
  private static Deletion ofBound(Pod pod, Optional<Duration> grace, Instant now) {
    ObjectMeta meta = pod.metadata();
    long asked = grace.map(Duration::toSeconds).orElse(pod.spec().terminationGracePeriodSeconds());
    long seconds = pod.status().phase().terminal() ? 0 : asked < 0 ? 1 : asked;
    Optional<Long> before = meta.deletionGracePeriodSeconds();
    if (meta.isDeleting() && before.orElse(0L) <= seconds) {
      return new Already();
    }
    Instant begun = meta.deletionTimestamp().orElse(now).minusSeconds(before.orElse(0L));
    return new Later(
        pod.withMetadata(
            meta.withDeletionTimestamp(begun.plusSeconds(seconds))
                .withDeletionGracePeriodSeconds(seconds)));
  }
}
