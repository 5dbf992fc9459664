package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What an environment's references and the data they lead to can be wrong in. Each message stands
/// as users see it.
class BadReferenceTest {
  private static final String CONFIG_KEY =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

  @Test
  void environment() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec:
                  containers:
                  - name: a
                    image: b
                    env:
                    - {name: A, valueFrom: {configMapKeyRef: {name: "A_", key: "a b"}}}
                    - {name: B, valueFrom: {secretKeyRef: {key: k}}}
                    - {name: C, valueFrom: {fieldRef: {apiVersion: v2, fieldPath: metadata.name}}}
                    - {name: D, valueFrom: {fieldRef: {}}}
                    - {name: E, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['a/b/c']"}}}
                    - {name: F, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                    - {name: G, value: "", valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
                    - {name: H, valueFrom: {fieldRef: {fieldPath: "metadata.labels[app]"}}}
                    envFrom:
                    - {prefix: "A=", configMapRef: {name: x}}
                    - {secretRef: {}}
                """))
        .containsExactly(
            "web.yaml:9:64: spec.containers[0].env[0].valueFrom.configMapKeyRef.key: Invalid value: \"a b\": "
                + CONFIG_KEY,
            "web.yaml:10:43: spec.containers[0].env[1].valueFrom.secretKeyRef.name: Required value",
            "web.yaml:11:52: spec.containers[0].env[2].valueFrom.fieldRef.apiVersion: Unsupported value: \"v2\": supported values: \"v1\"",
            "web.yaml:12:39: spec.containers[0].env[3].valueFrom.fieldRef.fieldPath: Required value",
            "web.yaml:13:51: spec.containers[0].env[4].valueFrom.fieldRef.fieldPath: Invalid value: \"metadata.annotations['a/b/c']\": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
            "web.yaml:16:51: spec.containers[0].env[7].valueFrom.fieldRef.fieldPath: Unsupported value: \"metadata.labels[app]\": supported values: \"metadata.annotations['<KEY>']\", \"metadata.labels['<KEY>']\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\", \"spec.nodeName\", \"status.hostIP\", \"status.podIP\"",
            "web.yaml:18:16: spec.containers[0].envFrom[0].prefix: Invalid value: \"A=\": a valid environment variable name must consist only of printable ASCII characters other than '='",
            "web.yaml:19:19: spec.containers[0].envFrom[1].secretRef.name: Required value");
  }

  @Test
  void aKeyOfAConfigMap() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec: {containers: [{name: a, image: b, env: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: k}}}, {name: B}]}]}
                """))
        .isEmpty();
  }

  @Test
  void configMaps() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data: {"..": x, a: b}
                binaryData: {a: YQ==, b: "*"}
                """))
        .containsExactly(
            "web.yaml:4:8: data: Invalid value: \"..\": must not be '..'",
            "web.yaml:5:14: binaryData: Invalid value: \"a\": duplicate of key present in data",
            "web.yaml:5:26: binaryData[b]: Invalid value: (not shown): must be base64; plain text goes below data");
  }

  @Test
  void secrets() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: a}
                type: kubernetes.io/tls
                data: {a: "*", "b c": YQ==}
                stringData: {"d e": x}
                """))
        .containsExactly(
            "web.yaml:5:7: data[tls.crt]: Required value",
            "web.yaml:5:7: data[tls.key]: Required value",
            "web.yaml:5:11: data[a]: Invalid value: (not shown): must be base64; plain text goes below stringData",
            "web.yaml:5:16: data: Invalid value: \"b c\": " + CONFIG_KEY,
            "web.yaml:6:14: stringData: Invalid value: \"d e\": " + CONFIG_KEY);
  }
}
