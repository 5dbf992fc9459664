package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is wrong with nodes, and between them.
final class Nodes {
  private Nodes() {}

  /// @param nodes as the API lists them
  static List<Finding> findings(JsonNode nodes) {
    List<Finding> findings = new ArrayList<>();
    Map<String, List<String>> versions = new TreeMap<>();
    for (JsonNode node : nodes) {
      String name = node.at("/metadata/name").asText();
      versions
          .computeIfAbsent(
              node.at("/status/nodeInfo/kubeletVersion").asText(), _ -> new ArrayList<>())
          .add(name);
      for (JsonNode condition : node.at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")
            && !condition.path("status").asText().equals("True")) {
          findings.add(notReady(name, condition));
        }
      }
    }
    if (versions.size() > 1) {
      List<String> said = new ArrayList<>();
      versions.forEach((version, names) -> said.add(version + " on " + String.join(", ", names)));
      findings.add(
          new Finding(
              "nodes",
              "they run different versions of nokube: " + String.join("; ", said),
              "an update was not finished: run `nokube new-or-update` with the cluster's file again"));
    }
    return findings;
  }

  private static Finding notReady(String name, JsonNode condition) {
    String reason = condition.path("reason").asText();
    String since = condition.path("lastTransitionTime").asText();
    return new Finding(
        "node/" + name,
        "not ready since %s: %s".formatted(since, condition.path("message").asText()),
        switch (reason) {
          case "NodeStatusUnknown" ->
              "is the host up, and does it reach etcd? There, `docker ps -a --filter name=nokube` and `docker logs` of the agent"
                  + " tell more. When it is mended, or to start what is missing: `nokube new-or-update` (here: `nokube quickstart`)."
                  + " If it is gone for good, take it out of the cluster's file first";
          case "ContainerRuntimeDown" ->
              "start the Docker engine on that host (`systemctl status docker` tells why it doesn't run); the node is ready by itself then";
          default -> "`nokube events --for node/" + name + "` tells more";
        });
  }
}
