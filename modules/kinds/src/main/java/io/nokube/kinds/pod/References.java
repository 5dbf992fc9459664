package io.nokube.kinds.pod;

import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.core.Container;
import io.nokube.model.core.EnvFromSource;
import io.nokube.model.core.EnvVar;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Volume;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which ConfigMaps and Secrets a pod mounts or reads.
final class References {
  private References() {}

  /// In the order of their names, each once.
  static Set<ObjectKey> of(Pod pod) {
    String namespace = pod.metadata().namespace();
    Set<ObjectKey> all =
        new TreeSet<>(
            Comparator.comparing((ObjectKey key) -> key.type().plural())
                .thenComparing(ObjectKey::name));
    Stream.concat(
            pod.spec().volumes().stream().flatMap(volume -> ofVolume(namespace, volume)),
            pod.spec().containers().stream().flatMap(it -> ofContainer(namespace, it)))
        .forEach(all::add);
    return all;
  }

  private static Stream<ObjectKey> ofVolume(String namespace, Volume volume) {
    return Stream.concat(
        volume.configMap().stream().map(it -> configMap(namespace, it.name())),
        volume.secret().stream().map(it -> secret(namespace, it.secretName())));
  }

  private static Stream<ObjectKey> ofContainer(String namespace, Container container) {
    return Stream.concat(
        container.envFrom().stream().flatMap(it -> ofSource(namespace, it)),
        container.env().stream().flatMap(it -> ofVariable(namespace, it)));
  }

  private static Stream<ObjectKey> ofSource(String namespace, EnvFromSource source) {
    return Stream.concat(
        source.configMapRef().stream().map(it -> configMap(namespace, it.name())),
        source.secretRef().stream().map(it -> secret(namespace, it.name())));
  }

  private static Stream<ObjectKey> ofVariable(String namespace, EnvVar variable) {
    return variable.valueFrom().stream()
        .flatMap(from ->
            Stream.concat(
                from.configMapKeyRef().stream().map(it -> configMap(namespace, it.name())),
                from.secretKeyRef().stream().map(it -> secret(namespace, it.name()))));
  }

  private static ObjectKey configMap(String namespace, String name) {
    return new ObjectKey(ResourceType.CONFIG_MAP, namespace, name);
  }

  private static ObjectKey secret(String namespace, String name) {
    return new ObjectKey(ResourceType.SECRET, namespace, name);
  }
}
