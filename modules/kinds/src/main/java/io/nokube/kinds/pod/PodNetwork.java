package io.nokube.kinds.pod;

import io.nokube.actor.engine.Network;
import io.nokube.actor.engine.Network.Publish;
import io.nokube.model.core.Container.ContainerPort;
import io.nokube.model.core.Pod;
import java.util.List;

/// How a pod reaches the network. A pod of one container needs no pause container: the container's
/// own network is the pod's. One that reads its own address (`status.podIP`) gets a pause container
/// nevertheless, for the address must be known before the container starts.
final class PodNetwork {
  private static final int HOSTNAME_MOST = 63;

  private PodNetwork() {}

  static boolean needsSandbox(Pod pod) {
    return !pod.spec().hostNetwork()
        && (pod.spec().containers().size() > 1 || readsItsAddress(pod));
  }

  private static boolean readsItsAddress(Pod pod) {
    return pod.spec().containers().stream()
        .flatMap(container -> container.env().stream())
        .flatMap(variable -> variable.valueFrom().stream())
        .flatMap(from -> from.fieldRef().stream())
        .anyMatch(field -> Fields.isPodAddress(field.fieldPath()));
  }

  /// The network of the pause container, or of the only container.
  static Network of(Pod pod) {
    return pod.spec().hostNetwork()
        ? new Network.Host()
        : new Network.Own(hostname(pod), ports(pod));
  }

  private static String hostname(Pod pod) {
    String name = pod.spec().hostname().isEmpty() ? pod.metadata().name() : pod.spec().hostname();
    String cut = name.length() > HOSTNAME_MOST ? name.substring(0, HOSTNAME_MOST) : name;
    return cut.replaceAll("[-.]+$", "");
  }

  private static List<Publish> ports(Pod pod) {
    return pod.spec().containers().stream()
        .flatMap(container -> container.ports().stream())
        .map(PodNetwork::publish)
        .toList();
  }

  private static Publish publish(ContainerPort port) {
    return new Publish(port.containerPort(), port.protocol(), port.hostPort(), port.hostIP());
  }
}
