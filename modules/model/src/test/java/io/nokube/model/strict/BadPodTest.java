package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a pod's spec can be wrong in. Each message stands as users see it.
class BadPodTest {
  private static final String LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

  /// Problems of a pod whose spec begins in line 5.
  private static List<String> problems(String spec) {
    return Reading.problems(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n" + spec.indent(2));
  }

  /// Problems of a pod with one container, whose fields but name and image begin in line 8.
  private static List<String> ofContainer(String fields) {
    return problems("containers:\n- name: main\n  image: busybox\n" + fields.indent(2));
  }

  @Test
  void aPodWithoutASpecOrContainers() {
    assertThat(Reading.problems("{apiVersion: v1, kind: Pod, metadata: {name: a}}"))
        .containsExactly("web.yaml:1:1: spec: Required value");
    assertThat(problems("containers: []"))
        .containsExactly("web.yaml:5:15: spec.containers: Required value");
  }

  @Test
  void containersWithoutNamesOrImagesOrWithTheSame() {
    assertThat(
            problems(
                """
                containers:
                - {name: main, image: a}
                - {name: main, image: b}
                - {image: c}
                - {name: "", image: " d"}
                - {name: Main}
                """))
        .containsExactly(
            "web.yaml:7:12: spec.containers[1].name: Duplicate value: \"main\"",
            "web.yaml:8:5: spec.containers[2].name: Required value",
            "web.yaml:9:12: spec.containers[3].name: Required value",
            "web.yaml:9:23: spec.containers[3].image: Invalid value: \" d\": must not have leading or trailing whitespace",
            "web.yaml:10:5: spec.containers[4].image: Required value",
            "web.yaml:10:12: spec.containers[4].name: Invalid value: \"Main\": " + LABEL);
  }

  @Test
  void badAndDuplicatePorts() {
    assertThat(
            ofContainer(
                """
                ports:
                - {containerPort: 70000}
                - {containerPort: 0}
                - {name: http}
                - {name: http, containerPort: 80, protocol: tcp}
                - {name: HTTP, containerPort: 81}
                - {name: a-very-long-port-name, containerPort: 82}
                - {name: "8080", containerPort: 83, hostPort: 99999}
                - {containerPort: 84, hostPort: 8080, hostIP: localhost}
                - {containerPort: 85, hostPort: 8443}
                - {containerPort: 86, hostPort: 8443}
                - {containerPort: 87, hostPort: 8443, protocol: UDP}
                """))
        .containsExactly(
            "web.yaml:9:23: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
            "web.yaml:10:23: spec.containers[0].ports[1].containerPort: Invalid value: 0: must be between 1 and 65535, inclusive",
            "web.yaml:11:7: spec.containers[0].ports[2].containerPort: Required value",
            "web.yaml:12:14: spec.containers[0].ports[3].name: Duplicate value: \"http\"",
            "web.yaml:12:49: spec.containers[0].ports[3].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\"",
            "web.yaml:13:14: spec.containers[0].ports[4].name: Invalid value: \"HTTP\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
            "web.yaml:14:14: spec.containers[0].ports[5].name: Invalid value: \"a-very-long-port-name\": must be no more than 15 characters",
            "web.yaml:15:14: spec.containers[0].ports[6].name: Invalid value: \"8080\": must contain at least one letter (a-z)",
            "web.yaml:15:51: spec.containers[0].ports[6].hostPort: Invalid value: 99999: must be between 1 and 65535, inclusive",
            "web.yaml:16:51: spec.containers[0].ports[7].hostIP: Invalid value: \"localhost\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
            "web.yaml:18:37: spec.containers[0].ports[9].hostPort: Duplicate value: \"TCP//8443\"");
  }

  @Test
  void onTheHostsNetworkAPortIsTheHosts() {
    assertThat(
            problems(
                """
                hostNetwork: true
                containers: [{name: a, image: b, ports: [{containerPort: 80, hostPort: 8080}, {containerPort: 0}]}]
                """))
        .containsExactly(
            "web.yaml:6:74: spec.containers[0].ports[0].hostPort: Invalid value: 8080: must match `containerPort` when `hostNetwork` is true",
            "web.yaml:6:97: spec.containers[0].ports[1].containerPort: Invalid value: 0: must be between 1 and 65535, inclusive");
  }

  @Test
  void badQuantities() {
    assertThat(
            ofContainer(
                """
                resources:
                  requests: {cpu: 2, memory: 12Zi}
                  limits: {cpu: 500m, memory: -1Gi, ephemeral-storage: 1Gi}
                """))
        .containsExactly(
            "web.yaml:9:23: spec.containers[0].resources.requests[cpu]: Invalid value: \"2\": must be less than or equal to cpu limit of 500m",
            "web.yaml:9:34: spec.containers[0].resources.requests[memory]: Invalid value: \"12Zi\": is no quantity: write a number with an optional suffix, such as 250m, 2, 64Mi or 1.5Gi",
            "web.yaml:10:35: spec.containers[0].resources.limits[memory]: Invalid value: \"-1Gi\": must be greater than or equal to 0",
            "web.yaml:10:60: spec.containers[0].resources.limits[ephemeral-storage]: not supported by nokube: it counts cpu and memory");
  }

  @Test
  void badMounts() {
    assertThat(
            ofContainer(
                """
                volumeMounts:
                - {name: data, mountPath: /a}
                - {name: dta, mountPath: /a}
                - {name: data, mountPath: b, subPath: ../c}
                - {name: data, mountPath: "/c:ro", subPath: /d}
                - {}
                """))
        .containsExactly(
            "web.yaml:9:14: spec.containers[0].volumeMounts[0].name: Not found: \"data\"",
            "web.yaml:10:14: spec.containers[0].volumeMounts[1].name: Not found: \"dta\"",
            "web.yaml:10:30: spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/a\": must be unique",
            "web.yaml:11:14: spec.containers[0].volumeMounts[2].name: Not found: \"data\"",
            "web.yaml:11:31: spec.containers[0].volumeMounts[2].mountPath: Invalid value: \"b\": must be an absolute path",
            "web.yaml:11:43: spec.containers[0].volumeMounts[2].subPath: Invalid value: \"../c\": must not contain '..'",
            "web.yaml:12:14: spec.containers[0].volumeMounts[3].name: Not found: \"data\"",
            "web.yaml:12:31: spec.containers[0].volumeMounts[3].mountPath: Invalid value: \"/c:ro\": must not contain ':'",
            "web.yaml:12:49: spec.containers[0].volumeMounts[3].subPath: Invalid value: \"/d\": must be a relative path",
            "web.yaml:13:7: spec.containers[0].volumeMounts[4].mountPath: Required value",
            "web.yaml:13:7: spec.containers[0].volumeMounts[4].name: Required value");
  }

  @Test
  void badVolumes() {
    assertThat(
            problems(
                """
                containers: [{name: a, image: b}]
                volumes:
                - {name: a}
                - {name: a, emptyDir: {}, hostPath: {path: /x}}
                - {name: B_, configMap: {}}
                - {name: c, secret: {}}
                - {name: d, hostPath: {path: x, type: Folder}}
                - {name: e, hostPath: {path: /x/../y, type: BlockDevice}}
                - {name: f, emptyDir: {medium: HugePages}}
                - {name: g, emptyDir: {medium: ram}}
                - {name: h, persistentVolumeClaim: {claimName: x}}
                - {name: i, configMap: {name: x, defaultMode: 01000, items: [{key: k, path: ../k}, {key: k, path: /k}, {path: ..k, mode: -1}]}}
                """))
        .containsExactly(
            "web.yaml:7:5: spec.volumes[0]: Required value: must specify a volume type",
            "web.yaml:8:12: spec.volumes[1].name: Duplicate value: \"a\"",
            "web.yaml:8:39: spec.volumes[1].hostPath: Forbidden: may not specify more than 1 volume type",
            "web.yaml:9:12: spec.volumes[2].name: Invalid value: \"B_\": " + LABEL,
            "web.yaml:9:27: spec.volumes[2].configMap.name: Required value",
            "web.yaml:10:23: spec.volumes[3].secret.secretName: Required value",
            "web.yaml:11:32: spec.volumes[4].hostPath.path: Invalid value: \"x\": must be an absolute path",
            "web.yaml:11:41: spec.volumes[4].hostPath.type: Unsupported value: \"Folder\": supported values: \"\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\"",
            "web.yaml:12:32: spec.volumes[5].hostPath.path: Invalid value: \"/x/../y\": must not contain '..'",
            "web.yaml:12:47: spec.volumes[5].hostPath.type: not supported by nokube",
            "web.yaml:13:34: spec.volumes[6].emptyDir.medium: not supported by nokube",
            "web.yaml:14:34: spec.volumes[7].emptyDir.medium: Unsupported value: \"ram\": supported values: \"\", \"Memory\"",
            "web.yaml:15:15: spec.volumes[8].persistentVolumeClaim: not supported by nokube",
            "web.yaml:16:49: spec.volumes[9].configMap.defaultMode: Invalid value: 01000: must be a number between 0 and 0777 (octal), both inclusive",
            "web.yaml:16:79: spec.volumes[9].configMap.items[0].path: Invalid value: \"../k\": must not contain '..'",
            "web.yaml:16:101: spec.volumes[9].configMap.items[1].path: Invalid value: \"/k\": must be a relative path",
            "web.yaml:16:106: spec.volumes[9].configMap.items[2].key: Required value",
            "web.yaml:16:113: spec.volumes[9].configMap.items[2].path: Invalid value: \"..k\": must not start with '..'",
            "web.yaml:16:124: spec.volumes[9].configMap.items[2].mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive");
  }

  @Test
  void badEnvironment() {
    assertThat(
            ofContainer(
                """
                env:
                - {name: A=B}
                - {value: x}
                - {name: C, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: D, valueFrom: {}}
                - {name: E, valueFrom: {fieldRef: {fieldPath: spec.containers}, secretKeyRef: {name: s}}}
                - {name: F, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                - {name: G, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a b']"}}}
                - {name: H, value: one}
                - {name: H, value: two}
                envFrom:
                - {prefix: x}
                - {configMapRef: {}, secretRef: {name: s}}
                """))
        .containsExactly(
            "web.yaml:9:14: spec.containers[0].env[0].name: Invalid value: \"A=B\": a valid environment variable name must consist only of printable ASCII characters other than '='",
            "web.yaml:10:7: spec.containers[0].env[1].name: Required value",
            "web.yaml:11:38: spec.containers[0].env[2].valueFrom: Invalid value: {\"fieldRef\":{\"fieldPath\":\"metadata.name\",\"apiVersion\":\"v1\"}}: may not be specified when `value` is not empty",
            "web.yaml:12:28: spec.containers[0].env[3].valueFrom: Invalid value: {}: must specify one of: `fieldRef`, `configMapKeyRef` or `secretKeyRef`",
            "web.yaml:13:28: spec.containers[0].env[4].valueFrom: Invalid value: {\"fieldRef\":{\"fieldPath\":\"spec.containers\",\"apiVersion\":\"v1\"},\"secretKeyRef\":{\"name\":\"s\"}}: may not have more than one field specified at a time",
            "web.yaml:13:51: spec.containers[0].env[4].valueFrom.fieldRef.fieldPath: Unsupported value: \"spec.containers\": supported values: \"metadata.annotations['<KEY>']\", \"metadata.labels['<KEY>']\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"status.hostIP\", \"status.podIP\"",
            "web.yaml:13:83: spec.containers[0].env[4].valueFrom.secretKeyRef.key: Required value",
            "web.yaml:14:29: spec.containers[0].env[5].valueFrom.resourceFieldRef: not supported by nokube",
            "web.yaml:15:51: spec.containers[0].env[6].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.labels['a b']\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            "web.yaml:19:7: spec.containers[0].envFrom[0]: Invalid value: {\"prefix\":\"x\"}: must specify one of: `configMapRef` or `secretRef`",
            "web.yaml:20:7: spec.containers[0].envFrom[1]: Invalid value: {\"configMapRef\":{},\"secretRef\":{\"name\":\"s\"}}: may not have more than one field specified at a time",
            "web.yaml:20:22: spec.containers[0].envFrom[1].configMapRef.name: Required value");
  }

  @Test
  void badWords() {
    assertThat(ofContainer("imagePullPolicy: always"))
        .containsExactly(
            "web.yaml:8:22: spec.containers[0].imagePullPolicy: Unsupported value: \"always\": supported values: \"Always\", \"IfNotPresent\", \"Never\"");
  }

  @Test
  void badSecurity() {
    assertThat(
            problems(
                """
                securityContext: {runAsUser: -1, fsGroup: 4294967296, supplementalGroups: [1, -2]}
                containers:
                - name: a
                  image: b
                  securityContext:
                    privileged: true
                    allowPrivilegeEscalation: false
                    capabilities: {add: [NET_ADMN, CAP_SYS_TIME], drop: [all]}
                """))
        .containsExactly(
            "web.yaml:5:32: spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive",
            "web.yaml:5:45: spec.securityContext.fsGroup: Invalid value: 4294967296: must be between 0 and 2147483647, inclusive",
            "web.yaml:5:81: spec.securityContext.supplementalGroups[1]: Invalid value: -2: must be between 0 and 2147483647, inclusive",
            "web.yaml:10:7: spec.containers[0].securityContext: Invalid value: {\"privileged\":true,\"allowPrivilegeEscalation\":false,\"capabilities\":{\"add\":[\"NET_ADMN\",\"CAP_SYS_TIME\"],\"drop\":[\"all\"]}}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
            "web.yaml:12:28: spec.containers[0].securityContext.capabilities.add[0]: Invalid value: \"NET_ADMN\": is no capability of Linux; did you mean NET_ADMIN?",
            "web.yaml:12:38: spec.containers[0].securityContext.capabilities.add[1]: Invalid value: \"CAP_SYS_TIME\": must be written without CAP_: SYS_TIME",
            "web.yaml:12:60: spec.containers[0].securityContext.capabilities.drop[0]: Invalid value: \"all\": is no capability of Linux; did you mean ALL?");
  }

  @Test
  void badScheduling() {
    assertThat(
            problems(
                """
                containers: [{name: a, image: b}]
                hostname: a.b
                nodeName: n_1
                terminationGracePeriodSeconds: -1
                nodeSelector: {"a/b/c": x, d: "-"}
                tolerations:
                - {operator: Equal}
                - {key: a, operator: Exists, value: x}
                - {key: a, operator: Is, effect: Never}
                - {key: a, tolerationSeconds: 3}
                affinity:
                  nodeAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}
                    preferredDuringSchedulingIgnoredDuringExecution:
                    - {weight: 101, preference: {matchExpressions: [{key: a, operator: In, values: []}, {key: a, operator: Gt, values: [x]}, {key: a, operator: Has}]}}
                    - {preference: {matchFields: [{key: spec.x, operator: In, values: [a, b]}, {key: metadata.name, operator: Exists}]}}
                """))
        .containsExactly(
            "web.yaml:6:13: spec.hostname: Invalid value: \"a.b\": " + LABEL,
            "web.yaml:7:13: spec.nodeName: Invalid value: \"n_1\": is no name: use at most 63 of a-z, 0-9 and '-', beginning and ending with a letter or digit",
            "web.yaml:8:34: spec.terminationGracePeriodSeconds: Invalid value: -1: must be greater than or equal to 0",
            "web.yaml:9:18: spec.nodeSelector: Invalid value: \"a/b/c\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
            "web.yaml:9:33: spec.nodeSelector[d]: Invalid value: \"-\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            "web.yaml:11:16: spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"",
            "web.yaml:12:24: spec.tolerations[1].operator: Invalid value: \"Exists\": value must be empty when `operator` is 'Exists'",
            "web.yaml:13:24: spec.tolerations[2].operator: Unsupported value: \"Is\": supported values: \"Equal\", \"Exists\"",
            "web.yaml:13:36: spec.tolerations[2].effect: Unsupported value: \"Never\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            "web.yaml:14:5: spec.tolerations[3].effect: Invalid value: \"\": effect must be 'NoExecute' when `tolerationSeconds` is set",
            "web.yaml:17:75: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term",
            "web.yaml:19:18: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100",
            "web.yaml:19:86: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
            "web.yaml:19:123: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[1].values[0]: Invalid value: \"x\": must be a whole number when `operator` is 'Lt' or 'Gt'",
            "web.yaml:19:147: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[2].operator: Invalid value: \"Has\": not a valid selector operator",
            "web.yaml:20:9: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].weight: Invalid value: 0: must be in the range 1-100",
            "web.yaml:20:43: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].preference.matchFields[0].key: Invalid value: \"spec.x\": not a valid field selector key",
            "web.yaml:20:73: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].preference.matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
            "web.yaml:20:113: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].preference.matchFields[1].operator: Invalid value: \"Exists\": not a valid selector operator");
  }
}
