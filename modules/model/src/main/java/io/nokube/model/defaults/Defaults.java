package io.nokube.model.defaults;

import io.nokube.model.ResourceType;
import io.nokube.model.defaults.Default.Target;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import java.util.List;
import java.util.Optional;

/// The table, and putting it into documents. Rows apply in their order.
///
/// Source: Kubernetes v1.33 `pkg/apis/core/v1/defaults.go`, `pkg/apis/apps/v1/defaults.go` and the
/// API reference.
public final class Defaults {
  /// Counts changes of the table.
  public static final int VERSION = 1;

  public static final List<Default> TABLE =
      List.of(
          Default.number(Target.DEPLOYMENT, "spec.replicas", 1),
          Default.object(Target.DEPLOYMENT, "spec.strategy"),
          Default.text(Target.DEPLOYMENT, "spec.strategy.type", "RollingUpdate"),
          PodDefaults.whenRolling(Target.DEPLOYMENT, "spec.strategy.rollingUpdate"),
          Default.text(Target.DEPLOYMENT, "spec.strategy.rollingUpdate.maxUnavailable", "25%"),
          Default.text(Target.DEPLOYMENT, "spec.strategy.rollingUpdate.maxSurge", "25%"),
          Default.number(Target.DEPLOYMENT, "spec.progressDeadlineSeconds", 600),
          Default.object(Target.DAEMON_SET, "spec.updateStrategy"),
          Default.text(Target.DAEMON_SET, "spec.updateStrategy.type", "RollingUpdate"),
          PodDefaults.whenRolling(Target.DAEMON_SET, "spec.updateStrategy.rollingUpdate"),
          Default.number(Target.DAEMON_SET, "spec.updateStrategy.rollingUpdate.maxUnavailable", 1),
          Default.number(Target.DAEMON_SET, "spec.updateStrategy.rollingUpdate.maxSurge", 0),
          Default.text(Target.SECRET, "type", "Opaque"),
          Default.text(Target.POD_SPEC, "restartPolicy", "Always"),
          Default.number(Target.POD_SPEC, "terminationGracePeriodSeconds", 30),
          Default.text(Target.POD_SPEC, "tolerations[*].operator", "Equal"),
          PodDefaults.imagePullPolicy(),
          Default.text(Target.POD_SPEC, "containers[*].ports[*].protocol", "TCP"),
          PodDefaults.hostPort(),
          PodDefaults.requests(),
          Default.text(Target.POD_SPEC, "containers[*].env[*].valueFrom.fieldRef.apiVersion", "v1"),
          Default.number(Target.POD_SPEC, "volumes[*].configMap.defaultMode", 0644, "`0644` (420)"),
          Default.number(Target.POD_SPEC, "volumes[*].secret.defaultMode", 0644, "`0644` (420)"),
          Default.text(Target.POD_SPEC, "volumes[*].hostPath.type", ""));

  private Defaults() {}

  /// The document with the defaults of its type. What is of the wrong type is left as it is.
  public static Mapping applied(ResourceType type, Mapping document) {
    Mapping changed = document;
    for (Default row : TABLE) {
      Optional<List<String>> start = start(type, row.of());
      if (start.isPresent()) {
        changed = below(changed, start.get(), row);
      }
    }
    return changed;
  }

  private static Optional<List<String>> start(ResourceType type, Target target) {
    boolean applies =
        switch (target) {
          case DEPLOYMENT -> type.equals(ResourceType.DEPLOYMENT);
          case DAEMON_SET -> type.equals(ResourceType.DAEMON_SET);
          case SECRET -> type.equals(ResourceType.SECRET);
          case POD_SPEC ->
              type.equals(ResourceType.POD)
                  || type.equals(ResourceType.DEPLOYMENT)
                  || type.equals(ResourceType.DAEMON_SET);
        };
    if (!applies) {
      return Optional.empty();
    }
    if (target != Target.POD_SPEC) {
      return Optional.of(List.of());
    }
    return Optional.of(
        type.equals(ResourceType.POD) ? List.of("spec") : List.of("spec", "template", "spec"));
  }

  private static Mapping below(Mapping object, List<String> way, Default row) {
    if (way.isEmpty()) {
      return at(object, object, List.of(row.path().split("\\.", -1)), row);
    }
    return object
        .mapping(way.getFirst())
        .map(next -> object.with(way.getFirst(), below(next, way.subList(1, way.size()), row)))
        .orElse(object);
  }

  private static Mapping at(Mapping target, Mapping object, List<String> way, Default row) {
    String name = way.getFirst();
    if (way.size() == 1) {
      return row.rule()
          .value(target, object, name)
          .map(value -> object.with(name, value))
          .orElse(object);
    }
    List<String> rest = way.subList(1, way.size());
    if (name.endsWith("[*]")) {
      String list = name.substring(0, name.length() - 3);
      return object
          .sequence(list)
          .map(items -> object.with(list, items.map(item -> atItem(target, item, rest, row))))
          .orElse(object);
    }
    return object
        .mapping(name)
        .map(next -> object.with(name, at(target, next, rest, row)))
        .orElse(object);
  }

  private static Located atItem(Mapping target, Located item, List<String> way, Default row) {
    return item instanceof Mapping object ? at(target, object, way, row) : item;
  }
}
