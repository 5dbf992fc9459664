package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a workload's counts, deadlines, selector and template can be wrong in. Each message stands
/// as users see it.
class BadRolloutTest {
  private static final String NAME_PART =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String LABEL_VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  @Test
  void aDaemonSetOfNothing() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}}
                """))
        .containsExactly("web.yaml:1:1: spec: Required value");
  }

  @Test
  void aDaemonSetsCounts() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: a}
                spec:
                  minReadySeconds: -1
                  selector: {matchLabels: {app: a}}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
                  updateStrategy: {rollingUpdate: {maxUnavailable: -1, maxSurge: 101%}}
                """))
        .containsExactly(
            "web.yaml:5:20: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:8:52: spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:8:66: spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: \"101%\": must not be greater than 100%",
            "web.yaml:8:66: spec.updateStrategy.rollingUpdate.maxSurge: not supported by nokube: a daemon set's pods are named after their node, so an old and a new one can't be there at once; leave it out or 0");
  }

  @Test
  void allPodsOfADaemonSetMayBeAway() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: a}
                spec:
                  selector: {matchLabels: {app: a}}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
                  updateStrategy: {rollingUpdate: {maxUnavailable: 100%, maxSurge: 0%}}
                """))
        .isEmpty();
  }

  @Test
  void aDaemonSetThatWaitsForDeletionHasNoRollout() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: a}
                spec:
                  selector: {matchLabels: {app: a}}
                  template: {metadata: {labels: {app: a}}, spec: {restartPolicy: OnFailure, containers: [{name: a, image: b}]}}
                  updateStrategy: {type: OnDelete, rollingUpdate: {maxUnavailable: 1}}
                """))
        .containsExactly(
            "web.yaml:6:66: spec.template.spec.restartPolicy: Unsupported value: \"OnFailure\": supported values: \"Always\"",
            "web.yaml:7:51: spec.updateStrategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'OnDelete'");
  }

  @Test
  void aDeploymentsCountsLabelsAndTemplate() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  minReadySeconds: -1
                  progressDeadlineSeconds: -1
                  selector: {matchLabels: {app: a, "-x": a}, matchExpressions: [{key: "a b", operator: NotIn, values: ["-"]}, {key: a}]}
                  template: {metadata: {labels: {app: a, "b/": a}, annotations: {"/c": x}}, spec: {containers: []}}
                  strategy: {rollingUpdate: {maxSurge: -1}}
                """))
        .containsExactly(
            "web.yaml:5:20: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:6:28: spec.progressDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:6:28: spec.progressDeadlineSeconds: Invalid value: -1: must be greater than minReadySeconds",
            "web.yaml:7:36: spec.selector.matchLabels: Invalid value: \"-x\": " + NAME_PART,
            "web.yaml:7:71: spec.selector.matchExpressions[0].key: Invalid value: \"a b\": "
                + NAME_PART,
            "web.yaml:7:104: spec.selector.matchExpressions[0].values[0]: Invalid value: \"-\": "
                + LABEL_VALUE,
            "web.yaml:7:111: spec.selector.matchExpressions[1].operator: Required value",
            "web.yaml:8:42: spec.template.metadata.labels: Invalid value: \"b/\": name part must be non-empty",
            "web.yaml:8:66: spec.template.metadata.annotations: Invalid value: \"/c\": prefix part must be non-empty",
            "web.yaml:8:96: spec.template.spec.containers: Required value",
            "web.yaml:9:40: spec.strategy.rollingUpdate.maxSurge: Invalid value: -1: must be greater than or equal to 0");
  }

  @Test
  void aDeadlineBeforeThePodsCouldBeReady() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  minReadySeconds: 10
                  progressDeadlineSeconds: 10
                  selector: {matchLabels: {app: a}}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
                """))
        .containsExactly(
            "web.yaml:6:28: spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds");
  }

  @Test
  void aTemplateThatItsOwnSelectorExcludes() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  selector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
                """))
        .containsExactly(
            "web.yaml:6:33: spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: `selector` does not match template `labels`");
  }

  @Test
  void aTemplateThatItsSelectorSelects() {
    assertThat(
            Reading.problems(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                spec:
                  selector: {matchExpressions: [{key: app, operator: In, values: [a, b]}, {key: x, operator: DoesNotExist}]}
                  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}
                """))
        .isEmpty();
  }
}
