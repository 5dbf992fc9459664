package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.containers.RawDocker;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The container engine: the floor, and what it knows of a cluster's containers.
///
/// @param label that all of the cluster's containers carry, `key=value`
record Engine(Path socket, String label) {
  private static final String FLOOR = "io.nokube.bench=floor";

  static Engine of(String clusterId) {
    return new Engine(Path.of("/var/run/docker.sock"), "io.nokube.cluster-id=" + clusterId);
  }

  RawDocker raw(int atOnce) {
    return new RawDocker(socket, atOnce);
  }

  /// The cluster's containers that carry this label, running or not.
  List<JsonNode> containers(String... labels) throws IOException {
    return containers(new RawDocker(socket, 1), List.of(labels));
  }

  private List<JsonNode> containers(RawDocker docker, List<String> labels) throws IOException {
    List<String> all = new ArrayList<>(labels);
    all.add(label);
    return list(docker, all);
  }

  private static List<JsonNode> list(RawDocker docker, List<String> labels) throws IOException {
    String filters =
        Api.JSON.createObjectNode().set("label", Api.JSON.valueToTree(labels)).toString();
    List<JsonNode> found = new ArrayList<>();
    Api.JSON
        .readTree(
            docker.call(
                "GET",
                "/containers/json?all=1&filters="
                    + URLEncoder.encode(filters, StandardCharsets.UTF_8)))
        .forEach(found::add);
    return found;
  }

  /// The body of a create call that makes a container like this one, but for whose it is.
  String bodyOf(String id) throws IOException {
    JsonNode seen = Api.JSON.readTree(raw(1).call("GET", "/containers/" + id + "/json"));
    ObjectNode body = seen.path("Config").deepCopy();
    ObjectNode labels = body.withObject("Labels");
    labels.remove(label.substring(0, label.indexOf('=')));
    labels.put("io.nokube.cluster", "nokube-bench");
    labels.put(FLOOR.substring(0, FLOOR.indexOf('=')), FLOOR.substring(FLOOR.indexOf('=') + 1));
    body.set("HostConfig", seen.path("HostConfig"));
    return body.toString();
  }

  /// SIGKILL.
  void kill(String id) throws IOException {
    raw(1).call("POST", "/containers/" + id + "/kill");
  }

  /// Removes what a measurement that broke off has left of the floor's containers.
  void removeFloor() throws IOException {
    RawDocker docker = raw(1);
    for (JsonNode each : list(docker, List.of(FLOOR))) {
      docker.call("DELETE", "/containers/" + each.path("Id").asText() + "?force=1&v=1");
    }
  }
}
