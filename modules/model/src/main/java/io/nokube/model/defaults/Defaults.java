package io.nokube.model.defaults;

import io.nokube.model.ResourceType;
import io.nokube.model.defaults.Default.Target;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Sequence;
import java.util.ArrayList;
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

  private static final String EACH = "[*]";

  private Defaults() {}

  /// The document with the defaults of its type. What is of the wrong type is left as it is.
  public static Mapping applied(ResourceType type, Mapping document) {
    Mapping changed = document;
    for (Default row : TABLE) {
      Mapping before = changed;
      changed = start(type, row.of()).flatMap(start -> below(before, start, row)).orElse(before);
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

  /// The object with the row applied below it; empty if that changes nothing.
  private static Optional<Mapping> below(Mapping object, List<String> start, Default row) {
    if (start.isEmpty()) {
      return at(object, object, row.way(), row);
    }
    String name = start.getFirst();
    return object
        .mapping(name)
        .flatMap(next -> below(next, start.subList(1, start.size()), row))
        .map(changed -> object.with(name, changed));
  }

  private static Optional<Mapping> at(
      Mapping target, Mapping object, List<String> way, Default row) {
    String name = way.getFirst();
    if (way.size() == 1) {
      return row.rule().value(target, object, name).map(value -> object.with(name, value));
    }
    List<String> rest = way.subList(1, way.size());
    if (name.endsWith(EACH)) {
      String list = name.substring(0, name.length() - EACH.length());
      return object
          .sequence(list)
          .flatMap(items -> atItems(target, items, rest, row))
          .map(changed -> object.with(list, changed));
    }
    return object
        .mapping(name)
        .flatMap(next -> at(target, next, rest, row))
        .map(changed -> object.with(name, changed));
  }

  private static Optional<Sequence> atItems(
      Mapping target, Sequence list, List<String> way, Default row) {
    List<Located> items = new ArrayList<>(list.items());
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Mapping item) {
        Optional<Mapping> other = at(target, item, way, row);
        changed |= other.isPresent();
        items.set(i, other.orElse(item));
      }
    }
    return changed ? Optional.of(new Sequence(list.at(), items)) : Optional.empty();
  }
}
