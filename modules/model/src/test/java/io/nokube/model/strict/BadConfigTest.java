package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What metadata, ConfigMaps and Secrets can be wrong in. Each message stands as users see it.
class BadConfigTest {
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  @Test
  void badNames() {
    assertThat(
            Reading.problems(
                """
                {apiVersion: v1, kind: ConfigMap, metadata: {name: My_Config}}
                ---
                {apiVersion: v1, kind: ConfigMap, metadata: {}}
                ---
                {apiVersion: v1, kind: ConfigMap}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: a.b, namespace: c}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: "A"}}
                """))
        .containsExactly(
            "web.yaml:1:52: metadata.name: Invalid value: \"My_Config\": " + SUBDOMAIN,
            "web.yaml:3:45: metadata.name: Required value: name or generateName is required",
            "web.yaml:5:1: metadata.name: Required value: name or generateName is required",
            "web.yaml:7:52: metadata.name: Invalid value: \"a.b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
            "web.yaml:7:68: metadata.namespace: Forbidden: not allowed on this type",
            "web.yaml:9:63: metadata.namespace: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
  }

  @Test
  void badLabelsAnnotationsAndOwners() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  labels: {"-a": b, "/c": d, e: "f g"}
                  annotations: {"a b": c}
                  ownerReferences: [{kind: Node}]
                """))
        .containsExactly(
            "web.yaml:5:12: metadata.labels: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            "web.yaml:5:21: metadata.labels: Invalid value: \"/c\": prefix part must be non-empty",
            "web.yaml:5:33: metadata.labels[e]: Invalid value: \"f g\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            "web.yaml:6:17: metadata.annotations: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            "web.yaml:7:21: metadata.ownerReferences[0].apiVersion: Required value: version must not be empty",
            "web.yaml:7:21: metadata.ownerReferences[0].name: Required value: must not be empty",
            "web.yaml:7:21: metadata.ownerReferences[0].uid: Required value: must not be empty");
  }

  @Test
  void annotationsBeyondTheirLimit() {
    assertThat(
            Reading.problems(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations: {a: \"%s\"}\n"
                    .formatted("x".repeat(262_144))))
        .containsExactly(
            "web.yaml:5:16: metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @Test
  void badKeysOfConfigMaps() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: a}
                data: {"a/b": x, "..": "y", ok: z}
                binaryData: {ok: eA==, bad: "%"}
                """))
        .containsExactly(
            "web.yaml:4:8: data: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
            "web.yaml:4:18: data: Invalid value: \"..\": must not be '..'",
            "web.yaml:5:14: binaryData: Invalid value: \"ok\": duplicate of key present in data",
            "web.yaml:5:29: binaryData[bad]: Invalid value: (not shown): must be base64; plain text goes below data");
  }

  @Test
  void aConfigMapBeyondItsLimit() {
    assertThat(
            Reading.problems(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: \"%s\"\n"
                    .formatted("x".repeat(1 << 20))))
        .containsExactly(
            "web.yaml:5:3: data: Too long: may not be more than 1048576 bytes, and is 1048577");
  }

  @Test
  void noMessageShowsWhatIsSecret() {
    assertThat(
            Reading.problems(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: a}
                type: kubernetes.io/tls
                data: {tls.crt: "hunter2!", pin: 1234, word: [hunter2]}
                stringData: {pin: 1234, ok: yes}
                """))
        .containsExactly(
            "web.yaml:5:7: data[tls.key]: Required value",
            "web.yaml:5:17: data[tls.crt]: Invalid value: (not shown): must be base64; plain text goes below stringData",
            "web.yaml:5:34: data[pin]: expected text, found a number: put it in quotes",
            "web.yaml:5:46: data[word]: expected text, found a list",
            "web.yaml:6:19: stringData[pin]: expected text, found a number: put it in quotes",
            "web.yaml:6:29: stringData[ok]: expected text, found a boolean: put it in quotes");
  }
}
