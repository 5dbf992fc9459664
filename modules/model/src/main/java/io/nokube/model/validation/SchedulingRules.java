package io.nokube.model.validation;

import io.nokube.model.core.NodeTaints;
import java.util.List;
import java.util.Optional;

/// Rules for where a pod may run.
final class SchedulingRules {
  static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private SchedulingRules() {}

  static void check(Field spec) {
    MetadataRules.labels(spec.get("nodeSelector"));
    checkNodeAffinity(spec.get("affinity").get("nodeAffinity"));
    spec.get("tolerations").items().forEach(SchedulingRules::checkToleration);
  }

  private static void checkNodeAffinity(Field affinity) {
    Field required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution");
    if (required.isPresent()) {
      Field terms = required.get("nodeSelectorTerms");
      terms.requiredItems("must have at least one node selector term");
      terms.items().forEach(SchedulingRules::checkTerm);
    }
    for (Field preferred :
        affinity.get("preferredDuringSchedulingIgnoredDuringExecution").items()) {
      Field weight = preferred.get("weight");
      if (!weight.isPresent()
          || weight.whole().filter(w -> w.signum() <= 0 || w.longValue() > 100).isPresent()) {
        weight.invalid(weight.isPresent() ? weight.shown() : "0", "must be in the range 1-100");
      }
      if (preferred.get("preference").required()) {
        checkTerm(preferred.get("preference"));
      }
    }
  }

  private static void checkTerm(Field term) {
    term.get("matchExpressions").items().forEach(SelectorRules::checkNodeExpression);
    term.get("matchFields").items().forEach(SelectorRules::checkFieldExpression);
  }

  private static void checkToleration(Field toleration) {
    Field key = toleration.get("key");
    Field operator = toleration.get("operator");
    Field value = toleration.get("value");
    Field effect = toleration.get("effect");
    boolean keyless = key.text().orElse("").isEmpty();
    boolean exists = operator.text().filter("Exists"::equals).isPresent();
    if (!keyless) {
      key.checked(Names::qualified);
    }
    operator.oneOf(List.of("Equal", "Exists"));
    if (keyless && operator.text().filter("Equal"::equals).isPresent()) {
      operator.invalid(
          "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
    }
    if (exists && value.text().filter(text -> !text.isEmpty()).isPresent()) {
      operator.invalid("value must be empty when `operator` is 'Exists'");
    } else {
      value.checked(Names::labelValue);
    }
    if (effect.text().filter(text -> !text.isEmpty()).isPresent()) {
      effect.oneOf(EFFECTS);
    }
    boolean timed = toleration.get("tolerationSeconds").isPresent();
    Optional<String> said = effect.text();
    if (timed && !said.equals(Optional.of("NoExecute"))) {
      effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
  }

  /// Of a Node as a client sends it back: with those that nokube derives as they were shown.
  static void checkTaintsSent(Field taints) {
    for (Field taint : taints.items()) {
      checkTaint(taint);
      checkGiven(
          taint.get("key"),
          !NodeTaints.isDerived(
              taint.get("key").text().orElse(""),
              taint.get("value").text().orElse(""),
              taint.get("effect").text().orElse("")));
    }
  }

  /// Of a node's configuration, which has none of those that nokube derives.
  static void checkTaintsGiven(Field taints) {
    for (Field taint : taints.items()) {
      checkTaint(taint);
      checkGiven(taint.get("key"), true);
    }
  }

  private static void checkTaint(Field taint) {
    if (taint.get("key").required()) {
      taint.get("key").checked(Names::qualified);
    }
    taint.get("value").checked(Names::labelValue);
    if (taint.get("effect").required()) {
      taint.get("effect").oneOf(EFFECTS);
    }
  }

  private static void checkGiven(Field key, boolean given) {
    if (given && key.text().filter(NodeTaints::isReserved).isPresent()) {
      key.forbidden(
          "nokube derives the taints of %s itself, from the node's Ready condition and spec.unschedulable: use another key, or cordon the node"
              .formatted(key.shown()));
    }
  }
}
