package io.nokube.containers;

import io.nokube.actor.engine.PodIdentity;
import io.nokube.model.ClusterName;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What stands on every container of ours, so that a successor finds it again.
///
/// @param path of the container's actor; of a pause container, the pod's
/// @param container its name in the pod; of a pause container, empty
record Labels(
    ClusterName cluster,
    String clusterId,
    NodeName node,
    OwnershipPath pod,
    OwnershipPath path,
    String namespace,
    String podName,
    Uid uid,
    String container,
    String specHash,
    int attempt,
    boolean sandbox) {
  static final String CLUSTER = "io.nokube.cluster";
  static final String CLUSTER_ID = "io.nokube.cluster-id";
  static final String NODE = "io.nokube.node";
  static final String POD_PATH = "io.nokube.pod-path";
  static final String PATH = "io.nokube.path";
  static final String NAMESPACE = "io.nokube.namespace";
  static final String POD = "io.nokube.pod";
  static final String UID = "io.nokube.uid";
  static final String CONTAINER = "io.nokube.container";
  static final String SPEC_HASH = "io.nokube.spec-hash";
  static final String ATTEMPT = "io.nokube.attempt";
  static final String SANDBOX = "io.nokube.sandbox";

  static Labels ofContainer(
      EngineSettings of,
      PodIdentity pod,
      OwnershipPath path,
      String name,
      String specHash,
      int attempt) {
    return new Labels(
        of.cluster(),
        of.clusterId(),
        of.node(),
        pod.path(),
        path,
        pod.namespace(),
        pod.name(),
        pod.uid(),
        name,
        specHash,
        attempt,
        false);
  }

  static Labels ofSandbox(EngineSettings of, PodIdentity pod) {
    return new Labels(
        of.cluster(),
        of.clusterId(),
        of.node(),
        pod.path(),
        pod.path(),
        pod.namespace(),
        pod.name(),
        pod.uid(),
        "",
        "",
        0,
        true);
  }

  /// Filters of the engine's list that leave only what is this agent's.
  static List<String> ours(EngineSettings of) {
    return List.of(
        CLUSTER + "=" + of.cluster(), CLUSTER_ID + "=" + of.clusterId(), NODE + "=" + of.node());
  }

  /// Reads them back. Empty if the container is another cluster's, node's or a stranger's.
  static Optional<Labels> read(EngineSettings of, Map<String, String> labels) {
    if (!of.cluster().text().equals(labels.get(CLUSTER))
        || !of.clusterId().equals(labels.get(CLUSTER_ID))
        || !of.node().text().equals(labels.get(NODE))
        || !labels.containsKey(PATH)
        || !labels.containsKey(POD_PATH)) {
      return Optional.empty();
    }
    return Optional.of(
        new Labels(
            of.cluster(),
            of.clusterId(),
            of.node(),
            new OwnershipPath(labels.getOrDefault(POD_PATH, "")),
            new OwnershipPath(labels.getOrDefault(PATH, "")),
            labels.getOrDefault(NAMESPACE, ""),
            labels.getOrDefault(POD, ""),
            new Uid(labels.getOrDefault(UID, "")),
            labels.getOrDefault(CONTAINER, ""),
            labels.getOrDefault(SPEC_HASH, ""),
            Integer.parseInt(labels.getOrDefault(ATTEMPT, "0")),
            Boolean.parseBoolean(labels.getOrDefault(SANDBOX, "false"))));
  }

  Map<String, String> written() {
    Map<String, String> labels = new TreeMap<>();
    labels.put(CLUSTER, cluster.text());
    labels.put(CLUSTER_ID, clusterId);
    labels.put(NODE, node.text());
    labels.put(POD_PATH, pod.text());
    labels.put(PATH, path.text());
    labels.put(NAMESPACE, namespace);
    labels.put(POD, podName);
    labels.put(UID, uid.text());
    labels.put(CONTAINER, container);
    labels.put(SPEC_HASH, specHash);
    labels.put(ATTEMPT, Integer.toString(attempt));
    labels.put(SANDBOX, Boolean.toString(sandbox));
    return labels;
  }

  /// Of the same container in its last life. Empty in the first.
  Optional<Labels> predecessor() {
    if (attempt == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Labels(
            cluster,
            clusterId,
            node,
            pod,
            path,
            namespace,
            podName,
            uid,
            container,
            specHash,
            attempt - 1,
            sandbox));
  }

  /// The container's name for people: unique to pod (by uid), container and attempt, and never too
  /// long for a terminal or a host name lookup.
  String name() {
    String readable =
        String.join(
            "_",
            "nokube",
            cluster.text(),
            node.text(),
            namespace,
            podName,
            sandbox ? "POD" : container,
            shortUid(),
            Integer.toString(attempt));
    if (readable.length() <= LONGEST_NAME) {
      return readable;
    }
    String tail = "_" + Integer.toHexString(readable.hashCode()) + "_" + shortUid() + "_" + attempt;
    return readable.substring(0, LONGEST_NAME - tail.length()) + tail;
  }

  private static final int LONGEST_NAME = 200;

  private String shortUid() {
    String plain = uid.text().replaceAll("[^a-zA-Z0-9]", "");
    return plain.substring(0, Math.min(8, plain.length()));
  }
}
