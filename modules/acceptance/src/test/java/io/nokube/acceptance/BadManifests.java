package io.nokube.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;

/// Every way a manifest can be bad that users meet, and what they read then.
final class BadManifests {
  /// @param lines that are printed, each after the file's path
  record Bad(String what, String text, Charset encoding, List<String> lines) {
    byte[] bytes() {
      return text.getBytes(encoding);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static final String NAMES =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String NESTED =
      "nested more than 100 levels deep: no object needs that; look for a bracket or dash too many";

  static final List<Bad> ALL =
      List.of(
          bad(
              "an empty file",
              "",
              ":1:1: holds no object: write at least one document with apiVersion, kind and metadata"),
          bad(
              "a tab",
              "apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: bad\n",
              ":4:1: a tab can't indent YAML: use spaces"),
          new Bad(
              "invalid UTF-8",
              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b\u00e4d}\n",
              ISO_8859_1,
              List.of(":3:19: invalid UTF-8 at byte 49 (0xE4): save the file as UTF-8")),
          bad(
              "10,000 levels of brackets",
              "{\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}",
              ":1:108: " + NESTED),
          bad("10,000 levels of dashes", "- ".repeat(10_000) + "a", ":1:201: " + NESTED),
          bad(
              "an alias bomb",
              bomb(),
              ":7:15: more than 200000 keys and values, each alias counted as what it stands for: split the file, or write the values out"),
          bad(
              "a misspelt key",
              configMap("dta: {a: b}"),
              ":4:1: dta: unknown field; did you mean data?"),
          bad("an unknown key", configMap("colour: green"), ":4:1: colour: unknown field"),
          bad(
              "a key that Kubernetes has",
              container("").concat("  priorityClassName: high\n"),
              ":8:3: spec.priorityClassName: not supported by nokube"),
          bad(
              "a duplicate key",
              configMap("data: {a: b}\ndata: {c: d}"),
              ":5:1: data: duplicate key: it stands at 4:1 already; remove one of the two"),
          bad(
              "wrong types",
              deployment("replicas: three\nminReadySeconds: \"3\"", "app: bad"),
              ":9:13: spec.replicas: expected a whole number, found text \"three\"",
              ":10:20: spec.minReadySeconds: expected a whole number, found text \"3\": remove the quotes"),
          bad(
              "a number where text belongs",
              configMap("data: {port: 8080}"),
              ":4:14: data[port]: expected text, found the number 8080: put it in quotes"),
          bad(
              "an unknown kind",
              "apiVersion: apps/v1\nkind: Deploymnet\nmetadata: {name: bad}\n",
              ":2:7: kind: unknown kind \"Deploymnet\" of apps/v1; did you mean Deployment?"),
          bad(
              "a kind that Kubernetes has",
              "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: bad}\n",
              ":2:7: kind: StatefulSet is not supported by nokube"),
          bad(
              "an unknown apiVersion",
              deployment("", "app: bad").replace("apps/v1", "apps/v1beta1"),
              ":1:13: apiVersion: unknown apiVersion \"apps/v1beta1\" of Deployment; did you mean apps/v1?"),
          bad(
              "one bad document of several",
              configMap("data: {a: b}").replace("bad", "page") + "---\n" + configMap("dta: {}"),
              ":9:1: dta: unknown field; did you mean data?"),
          bad(
              "invalid names",
              "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: My_Config, namespace: a.b}\n",
              ":3:18: metadata.name: Invalid value: \"My_Config\": " + NAMES,
              ":3:40: metadata.namespace: Invalid value: \"a.b\": " + LABEL),
          bad(
              "a selector that doesn't match its template",
              deployment("", "app: bda"),
              ":6:33: spec.template.metadata.labels: Invalid value: {\"app\":\"bda\"}: `selector` does not match template `labels`"),
          bad(
              "a bad percentage",
              deployment(
                  "strategy: {rollingUpdate: {maxUnavailable: 150%, maxSurge: \"3\"}}", "app: bad"),
              ":9:46: spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"150%\": must not be greater than 100%",
              ":9:62: spec.strategy.rollingUpdate.maxSurge: Invalid value: \"3\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', or '93%'); a count is written without quotes"),
          bad(
              "a bad quantity",
              container("resources: {requests: {memory: 12Zi}}"),
              ":8:36: spec.containers[0].resources.requests[memory]: Invalid value: \"12Zi\": is no quantity: write a number with an optional suffix, such as 250m, 2, 64Mi or 1.5Gi"),
          bad(
              "bad and duplicate ports",
              container(
                  """
                  ports:
                  - {name: http, containerPort: 70000}
                  - {name: http, containerPort: 80, hostPort: 8080}
                  - {containerPort: 81, hostPort: 8080}\
                  """),
              ":9:35: spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
              ":10:14: spec.containers[0].ports[1].name: Duplicate value: \"http\"",
              ":11:37: spec.containers[0].ports[2].hostPort: Duplicate value: \"TCP//8080\""),
          bad(
              "duplicate mounts",
              container(
                      """
                      volumeMounts:
                      - {name: data, mountPath: /data}
                      - {name: data, mountPath: /data}\
                      """)
                  + "  volumes:\n  - {name: data, emptyDir: {}}\n",
              ":10:31: spec.containers[0].volumeMounts[1].mountPath: Invalid value: \"/data\": must be unique"),
          bad(
              "duplicate names",
              container("").replaceFirst("(?s)(  - name:.*)", "$1$1")
                  + "  volumes:\n  - {name: data, emptyDir: {}}\n  - {name: data, emptyDir: {}}\n",
              ":8:11: spec.containers[1].name: Duplicate value: \"main\"",
              ":12:12: spec.volumes[1].name: Duplicate value: \"data\""),
          bad(
              "one object twice",
              configMap("data: {a: b}") + "---\n" + configMap("data: {a: c}"),
              ":6:1: configmap/bad is given a second time; it stands at 1:1 already: remove one of the two"),
          bad(
              "a ConfigMap over its limit",
              configMap("data:\n  a: " + "x".repeat(1 << 20)),
              ":5:3: data: Too long: may not be more than 1048576 bytes, and is 1048577"),
          bad(
              "an object over etcd's limit",
              container("env: [{name: LONG, value: \"" + "x".repeat(1_600_000) + "\"}]"),
              ":1:1: Too long: may not be more than 1507328 bytes of JSON, which is what etcd takes, and is 1600405: split it"));

  private BadManifests() {}

  private static Bad bad(String what, String text, String... lines) {
    return new Bad(what, text, UTF_8, List.of(lines));
  }

  private static String configMap(String rest) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\n" + rest + "\n";
  }

  /// @param spec begins in line 5
  private static String pod(String spec) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec:\n" + spec.indent(2);
  }

  /// @param fields of its only container, from line 8
  private static String container(String fields) {
    return pod(
        "containers:\n- name: main\n  image: docker.io/library/busybox:1.36\n" + fields.indent(2));
  }

  /// @param rest of the spec, from line 9
  private static String deployment(String rest, String labels) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: bad}
    spec:
      selector: {matchLabels: {app: bad}}
      template: {metadata: {labels: {%s}}, spec: {
        containers: [{name: main,
          image: docker.io/library/busybox:1.36}]}}
    """
            .formatted(labels)
        + rest.indent(2);
  }

  private static String bomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i))
          .append(("*a" + (i - 1) + ", ").repeat(6))
          .append("]\n");
    }
    return bomb.toString();
  }
}
