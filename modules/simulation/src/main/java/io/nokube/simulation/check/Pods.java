package io.nokube.simulation.check;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.story.Workload;
import java.util.List;
import java.util.Optional;

/// Pods as the store truly has them, and what they belong to.
final class Pods {
  private Pods() {}

  static List<Pod> all(Etcd etcd) {
    return etcd.all(ResourceType.POD).stream()
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .toList();
  }

  /// The very pod that a container is of, if its object is there.
  static Optional<Pod> of(Etcd etcd, SeenContainer container) {
    OwnershipPath pod =
        container.sandbox() ? container.path() : container.path().parent().orElse(container.path());
    return etcd.get(new ObjectKey(ResourceType.POD, pod.namespace(), pod.name()))
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .filter(it -> it.metadata().uid().equals(container.podUid()));
  }

  static List<Pod> of(Etcd etcd, OwnerReference owner) {
    return all(etcd).stream()
        .filter(pod ->
            pod.metadata().controller().filter(it -> it.uid().equals(owner.uid())).isPresent())
        .toList();
  }

  static Optional<Deployment> deployment(Etcd etcd, Pod pod) {
    return pod.metadata()
        .controller()
        .filter(owner -> owner.kind().equals("Deployment"))
        .flatMap(owner ->
            etcd.get(
                    new ObjectKey(
                        ResourceType.DEPLOYMENT, pod.metadata().namespace(), owner.name()))
                .filter(it -> it.metadata().uid().equals(owner.uid())))
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast);
  }

  static Optional<DaemonSet> daemonSet(Etcd etcd, Pod pod) {
    return pod.metadata()
        .controller()
        .filter(owner -> owner.kind().equals("DaemonSet"))
        .flatMap(owner ->
            etcd.get(
                    new ObjectKey(
                        ResourceType.DAEMON_SET, pod.metadata().namespace(), owner.name()))
                .filter(it -> it.metadata().uid().equals(owner.uid())))
        .filter(DaemonSet.class::isInstance)
        .map(DaemonSet.class::cast);
  }

  /// Whether it has an owner, and that is no more.
  static boolean isOrphan(Etcd etcd, Pod pod) {
    return pod.metadata().controller().isPresent()
        && deployment(etcd, pod).isEmpty()
        && daemonSet(etcd, pod).isEmpty();
  }

  static boolean isOf(Pod pod, Deployment deployment) {
    return image(pod).equals(Workload.image(deployment.spec().template()));
  }

  static String image(Pod pod) {
    return pod.spec().containers().getFirst().image();
  }

  static long milliCpu(Pod pod) {
    return pod.spec().containers().stream()
        .mapToLong(it ->
            Optional.ofNullable(it.resources().requests().get("cpu"))
                .map(cpu -> cpu.milli())
                .orElse(0L))
        .sum();
  }

  static boolean isReady(Pod pod) {
    return pod.status().ready() && !pod.metadata().isDeleting();
  }
}
