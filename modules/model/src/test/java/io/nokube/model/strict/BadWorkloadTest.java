package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What Deployments and DaemonSets can be wrong in. Each message stands as users see it.
class BadWorkloadTest {
  private static final String POD = "spec: {containers: [{name: a, image: b}]}";

  /// Problems of a workload whose spec begins in line 5.
  private static List<String> problems(String kind, String spec) {
    return Reading.problems(
        "apiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: a}\nspec:\n" + spec.indent(2));
  }

  @Test
  void aDeploymentOfNothing() {
    assertThat(Reading.problems("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}"))
        .containsExactly("web.yaml:1:1: spec: Required value");
    assertThat(problems("Deployment", "replicas: 1"))
        .containsExactly(
            "web.yaml:5:3: spec.selector: Required value",
            "web.yaml:5:3: spec.template: Required value");
  }

  @Test
  void aSelectorThatDoesNotMatchItsTemplate() {
    assertThat(
            problems(
                "Deployment",
                """
                selector: {matchLabels: {app: web}}
                template: {metadata: {labels: {app: wbe}}, %s}
                """
                    .formatted(POD)))
        .containsExactly(
            "web.yaml:6:33: spec.template.metadata.labels: Invalid value: {\"app\":\"wbe\"}: `selector` does not match template `labels`");
  }

  @Test
  void aTemplateWithoutLabels() {
    assertThat(
            problems(
                "DaemonSet",
                "selector: {matchLabels: {app: web}}\ntemplate: {%s}\n".formatted(POD)))
        .containsExactly(
            "web.yaml:6:13: spec.template.metadata.labels: Invalid value: {}: `selector` does not match template `labels`");
  }

  @Test
  void anEmptySelector() {
    assertThat(problems("Deployment", "selector: {}\ntemplate: {%s}\n".formatted(POD)))
        .containsExactly(
            "web.yaml:5:13: spec.selector: Invalid value: {}: empty selector is invalid for deployment");
  }

  @Test
  void badExpressions() {
    assertThat(
            problems(
                "Deployment",
                """
                selector:
                  matchExpressions:
                  - {key: app, operator: in, values: [a]}
                  - {key: app, operator: In}
                  - {key: app, operator: Exists, values: [a]}
                  - {operator: Exists}
                template: {metadata: {labels: {app: a}}, %s}
                """
                    .formatted(POD)))
        .containsExactly(
            "web.yaml:7:28: spec.selector.matchExpressions[0].operator: Invalid value: \"in\": not a valid selector operator",
            "web.yaml:8:7: spec.selector.matchExpressions[1].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
            "web.yaml:9:44: spec.selector.matchExpressions[2].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            "web.yaml:10:7: spec.selector.matchExpressions[3].key: Required value");
  }

  private static final String MATCHED =
      "selector: {matchLabels: {app: a}}\ntemplate: {metadata: {labels: {app: a}}, " + POD + "}\n";

  @Test
  void badCounts() {
    assertThat(
            problems(
                "Deployment",
                MATCHED
                    + """
                    replicas: -1
                    minReadySeconds: 700
                    strategy: {rollingUpdate: {maxUnavailable: 101%, maxSurge: 25}}
                    """))
        .containsExactly(
            "web.yaml:4:1: spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"
                .replace("4:1", "5:3"),
            "web.yaml:7:13: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:9:46: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"101%\": must not be greater than 100%");
  }

  @Test
  void badPercentages() {
    assertThat(
            problems(
                "Deployment",
                MATCHED + "strategy: {rollingUpdate: {maxUnavailable: \"3\", maxSurge: 2.5}}\n"))
        .containsExactly(
            "web.yaml:7:46: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"3\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', or '93%'); a count is written without quotes",
            "web.yaml:7:61: spec.strategy.rollingUpdate.maxSurge: expected a whole number or a percentage, found the number 2.5");
  }

  @Test
  void aRolloutThatCouldNeverBegin() {
    assertThat(
            problems(
                "Deployment",
                MATCHED + "strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0%}}\n"))
        .containsExactly(
            "web.yaml:7:46: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0");
    assertThat(
            problems(
                "DaemonSet", MATCHED + "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}\n"))
        .containsExactly(
            "web.yaml:7:52: spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0 when `maxSurge` is 0");
  }

  @Test
  void recreateWithARollingUpdate() {
    assertThat(
            problems(
                "Deployment",
                MATCHED + "strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}\n"))
        .containsExactly(
            "web.yaml:7:45: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'");
  }

  @Test
  void aDaemonSetThatSurges() {
    assertThat(problems("DaemonSet", MATCHED + "updateStrategy: {rollingUpdate: {maxSurge: 1}}\n"))
        .containsExactly(
            "web.yaml:7:46: spec.updateStrategy.rollingUpdate.maxSurge: not supported by nokube: a daemon set's pods are named after their node, so an old and a new one can't be there at once; leave it out or 0");
  }

  @Test
  void podsOfWorkloadsAreAlwaysRestarted() {
    assertThat(problems("Deployment", MATCHED.replace("spec: {", "spec: {restartPolicy: Never, ")))
        .containsExactly(
            "web.yaml:6:66: spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"");
  }

  @Test
  void aTemplateHasNoNameOfItsOwn() {
    assertThat(problems("Deployment", MATCHED.replace("metadata: {", "metadata: {name: x, ")))
        .containsExactly("web.yaml:6:25: spec.template.metadata.name: not supported by nokube");
  }

  @Test
  void aDaemonSetsNameLeavesRoomForTheNodes() {
    assertThat(
            Reading.problems(
                "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: %s}\nspec:\n%s"
                    .formatted("a".repeat(190), MATCHED.indent(2))))
        .containsExactly(
            "web.yaml:3:18: metadata.name: Invalid value: \""
                + "a".repeat(190)
                + "\": must be no more than 189 characters, since its pods are named after it and their node");
  }
}
