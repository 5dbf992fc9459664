package io.nokube.bench;

/// What is run to be measured: one process that does nothing, on the bridge network, and ends at
/// once.
final class Workload {
  static final String IMAGE = "docker.io/library/busybox:1.36";

  private Workload() {}

  /// A Deployment.
  ///
  /// @param node where all its pods run; empty: where placement says
  static String deployment(String name, int replicas, String node) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%1$s"},
     "spec": {"replicas": %2$d, "selector": {"matchLabels": {"app": "%1$s"}},
      "template": {"metadata": {"labels": {"app": "%1$s"}},
       "spec": {%3$s"terminationGracePeriodSeconds": 0,
        "containers": [{"name": "main", "image": "%4$s", "command": ["sleep", "100000"]}]}}}}
    """
        .formatted(name, replicas, node.isEmpty() ? "" : "\"nodeName\": \"" + node + "\", ", IMAGE);
  }

  /// A Pod, as a manifest that someone puts into etcd.
  static String pod(String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: main
          image: %s
          command: [sleep, "100000"]
    """
        .formatted(name, IMAGE);
  }
}
