package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What tolerations, affinity and taints can be wrong in. Each message stands as users see it.
class BadSchedulingTest {
  private static final String NAME_PART =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String LABEL_VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

  @Test
  void tolerationsAndAffinity() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec:
                  containers: [{name: a, image: b}]
                  tolerations:
                  - {key: "a b", operator: Equal, value: "-"}
                  - {operator: Exists, effect: NoExecute, tolerationSeconds: 5}
                  - {key: a, operator: Exists, value: ""}
                  - {key: a, effect: ""}
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms:
                        - matchExpressions:
                          - {operator: Gt, values: ["5"]}
                          - {key: "a b", operator: Lt, values: ["5"]}
                          - {key: a, operator: Gt}
                          - {key: a, operator: Lt, values: ["1", "2"]}
                          - {key: a, operator: Gt, values: 5}
                        - matchFields:
                          - {operator: In, values: [n1]}
                          - {key: metadata.name}
                          - {key: metadata.name, operator: NotIn, values: [n1]}
                          - {key: metadata.name, operator: NotIn}
                      preferredDuringSchedulingIgnoredDuringExecution:
                      - {weight: 0, preference: {}}
                      - {weight: 1, preference: {}}
                      - {weight: 100, preference: {}}
                      - {weight: 50}
                """))
        .containsExactly(
            "web.yaml:7:11: spec.tolerations[0].key: Invalid value: \"a b\": " + NAME_PART,
            "web.yaml:7:42: spec.tolerations[0].value: Invalid value: \"-\": " + LABEL_VALUE,
            "web.yaml:16:13: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: Required value",
            "web.yaml:17:19: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].key: Invalid value: \"a b\": "
                + NAME_PART,
            "web.yaml:18:13: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
            "web.yaml:19:44: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[3].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
            "web.yaml:20:44: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[4].values: expected a list, found the number 5",
            "web.yaml:22:13: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[1].matchFields[0].key: Required value",
            "web.yaml:23:13: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[1].matchFields[1].operator: Required value",
            "web.yaml:25:13: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[1].matchFields[3].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
            "web.yaml:27:18: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100",
            "web.yaml:30:9: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[3].preference: Required value");
  }

  @Test
  void taints() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: n1}
                spec:
                  taints:
                  - {key: "a b", value: "-", effect: Never}
                  - {}
                  - {key: a, effect: NoSchedule}
                """))
        .containsExactly(
            "web.yaml:6:11: spec.taints[0].key: Invalid value: \"a b\": " + NAME_PART,
            "web.yaml:6:25: spec.taints[0].value: Invalid value: \"-\": " + LABEL_VALUE,
            "web.yaml:6:38: spec.taints[0].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            "web.yaml:7:5: spec.taints[1].effect: Required value",
            "web.yaml:7:5: spec.taints[1].key: Required value");
  }

  @Test
  void taintsThatNokubeDerivesItself() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: n1}
                spec:
                  taints:
                  - {key: node.kubernetes.io/unreachable, effect: NoSchedule, timeAdded: "2026-01-02T03:04:05Z"}
                  - {key: node.kubernetes.io/unreachable, effect: NoExecute, timeAdded: "2026-01-02T03:04:05Z"}
                  - {key: node.kubernetes.io/not-ready, effect: NoSchedule}
                  - {key: node.kubernetes.io/unschedulable, value: "", effect: NoSchedule}
                  - {key: node.kubernetes.io/unschedulable, value: maint, effect: NoSchedule}
                  - {key: node.kubernetes.io/unreachable, effect: PreferNoSchedule}
                  - {key: node.kubernetes.io/not-ready, effect: NoExecute}
                """))
        .containsExactly(
            "web.yaml:10:11: spec.taints[4].key: " + derived("unschedulable"),
            "web.yaml:11:11: spec.taints[5].key: " + derived("unreachable"),
            "web.yaml:12:11: spec.taints[6].key: " + derived("not-ready"));
  }

  private static String derived(String name) {
    return "Forbidden: nokube derives the taints of \"node.kubernetes.io/%s\" itself, from the node's Ready condition and spec.unschedulable: use another key, or cordon the node"
        .formatted(name);
  }
}
