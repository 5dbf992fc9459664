package io.nokube.model.validation;

import io.nokube.model.meta.IntOrPercent;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// Rules for Deployments and DaemonSets.
///
/// Source: Kubernetes `pkg/apis/apps/validation/validation.go`.
final class WorkloadRules {
  private static final String NEITHER = "may not be specified when strategy `type` is '%s'";

  private WorkloadRules() {}

  static void checkDeployment(Field spec) {
    if (!spec.required()) {
      return;
    }
    spec.get("replicas").notNegative();
    spec.get("minReadySeconds").notNegative();
    checkDeadline(spec);
    SelectorRules.checkWorkload("deployment", spec.get("selector"), spec.get("template"));
    checkTemplate(spec.get("template"));
    Field strategy = spec.get("strategy");
    Field rolling = strategy.get("rollingUpdate");
    if (strategy.get("type").text().filter("Recreate"::equals).isPresent()) {
      if (rolling.isPresent()) {
        rolling.forbidden(NEITHER.formatted("Recreate"));
      }
      return;
    }
    Field unavailable = rolling.get("maxUnavailable");
    checkCount(unavailable);
    checkCount(rolling.get("maxSurge"));
    if (isZero(unavailable) && isZero(rolling.get("maxSurge"))) {
      unavailable.invalid("may not be 0 when `maxSurge` is 0");
    }
  }

  private static void checkDeadline(Field spec) {
    Field deadline = spec.get("progressDeadlineSeconds");
    deadline.notNegative();
    BigInteger ready = spec.get("minReadySeconds").whole().orElse(BigInteger.ZERO);
    if (deadline.whole().filter(seconds -> seconds.compareTo(ready) <= 0).isPresent()) {
      deadline.invalid("must be greater than minReadySeconds");
    }
  }

  static void checkDaemonSet(Field spec) {
    if (!spec.required()) {
      return;
    }
    spec.get("minReadySeconds").notNegative();
    SelectorRules.checkWorkload("daemonset", spec.get("selector"), spec.get("template"));
    checkTemplate(spec.get("template"));
    Field strategy = spec.get("updateStrategy");
    Field rolling = strategy.get("rollingUpdate");
    if (strategy.get("type").text().filter("OnDelete"::equals).isPresent()) {
      if (rolling.isPresent()) {
        rolling.forbidden(NEITHER.formatted("OnDelete"));
      }
      return;
    }
    Field unavailable = rolling.get("maxUnavailable");
    Field surge = rolling.get("maxSurge");
    checkCount(unavailable);
    checkCount(surge);
    if (isCount(surge) && !isZero(surge)) {
      surge.notSupported(
          "a daemon set's pods are named after their node, so an old and a new one can't be there at once; leave it out or 0");
    } else if (isZero(unavailable)) {
      unavailable.invalid("cannot be 0 when `maxSurge` is 0");
    }
  }

  private static void checkTemplate(Field template) {
    if (!template.required()) {
      return;
    }
    MetadataRules.labels(template.get("metadata").get("labels"));
    MetadataRules.annotations(template.get("metadata").get("annotations"));
    Field spec = template.get("spec");
    PodRules.check(spec);
    Field policy = spec.get("restartPolicy");
    if (policy
        .text()
        .filter(text -> text.equals("OnFailure") || text.equals("Never"))
        .isPresent()) {
      policy.oneOf(List.of("Always"));
    }
  }

  private static void checkCount(Field count) {
    count.notNegative();
    if (percent(count).filter(percent -> percent > 100).isPresent()) {
      count.invalid("must not be greater than 100%");
    }
  }

  private static boolean isCount(Field count) {
    return count.whole().isPresent() || percent(count).isPresent();
  }

  private static boolean isZero(Field count) {
    return count
        .whole()
        .map(number -> number.signum() == 0)
        .or(() -> percent(count).map(percent -> percent == 0))
        .orElse(false);
  }

  private static Optional<Integer> percent(Field count) {
    return count
        .text()
        .filter(text -> text.matches("[0-9]{1,6}%"))
        .map(text -> IntOrPercent.parse(text).value());
  }
}
