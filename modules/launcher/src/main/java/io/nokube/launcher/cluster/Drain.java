package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.ApiClient;
import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Empties a node that is to go: nothing new is placed there, and the pods of its deployments come
/// up elsewhere before they end here.
record Drain(ApiClient client, String node) {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String MOVE = "nokube.io/move";

  /// Of a node that is cordoned because it is to leave, and not by a user.
  private static final String LEAVING = "nokube.io/leaving";

  /// Pods that nobody would bring back elsewhere, as `namespace/name`.
  List<String> strays() {
    List<String> strays = new ArrayList<>();
    for (JsonNode pod : pods()) {
      if (owner(pod).isEmpty()) {
        strays.add(name(pod));
      }
    }
    return strays;
  }

  /// Marks the node and its pods, and waits until those of deployments are gone.
  ///
  /// @throws CommandFailure if they aren't in time
  void empty() {
    cordon();
    Readiness.await(
        LIMIT,
        () -> {
          List<JsonNode> leaving = leaving();
          leaving.stream()
              .filter(pod -> !pod.path("metadata").path("annotations").has(MOVE))
              .forEach(pod -> annotate((ObjectNode) pod));
          return leaving.isEmpty() ? Optional.of(true) : Optional.empty();
        },
        () ->
            "%s still has %s: they do not come up elsewhere (nokube get pods -A -o wide tells why)"
                .formatted(node, leaving().stream().map(Drain::name).toList()));
  }

  /// Takes the node, which is no more, off the cluster's list, with what is left of its pods.
  void forget() {
    gone(client.send("DELETE", "/api/v1/nodes/" + node, Map.of(), ""));
    for (JsonNode pod : pods()) {
      gone(client.send("DELETE", path(pod), Map.of("gracePeriodSeconds", "0"), ""));
    }
  }

  /// Something else may have been sooner.
  private static void gone(ApiClient.Answer answer) {
    if (answer.code() != 404) {
      answer.orFail();
    }
  }

  /// Takes back what a run began that was to take this node out: it stays after all.
  void stay() {
    String path = "/api/v1/nodes/" + node;
    ObjectNode object = (ObjectNode) client.get(path, Map.of(), "application/json").orFail();
    if (!object.path("metadata").path("annotations").has(LEAVING)) {
      return;
    }
    object.withObject("/metadata").withObject("/annotations").remove(LEAVING);
    object.withObject("/spec").put("unschedulable", false);
    client.send("PUT", path, Map.of(), object.toString()).orFail();
    for (JsonNode pod : leaving()) {
      ObjectNode marked = (ObjectNode) pod;
      marked.withObject("/metadata").withObject("/annotations").remove(MOVE);
      gone(client.send("PUT", path(marked), Map.of(), marked.toString()));
    }
  }

  private void cordon() {
    String path = "/api/v1/nodes/" + node;
    ApiClient.Answer answer = client.get(path, Map.of(), "application/json");
    if (answer.code() == 404) {
      return;
    }
    ObjectNode object = (ObjectNode) answer.orFail();
    if (!object.path("spec").path("unschedulable").asBoolean()) {
      object.withObject("/spec").put("unschedulable", true);
      object.withObject("/metadata").withObject("/annotations").put(LEAVING, "");
      client.send("PUT", path, Map.of(), object.toString()).orFail();
    }
  }

  /// One that changed meanwhile is marked at the next look.
  private void annotate(ObjectNode pod) {
    pod.withObject("/metadata").withObject("/annotations").put(MOVE, "");
    ApiClient.Answer answer = client.send("PUT", path(pod), Map.of(), pod.toString());
    if (answer.code() != 409 && answer.code() != 404) {
      answer.orFail();
    }
  }

  private static String path(JsonNode pod) {
    JsonNode meta = pod.path("metadata");
    return "/api/v1/namespaces/%s/pods/%s"
        .formatted(meta.path("namespace").asText(), meta.path("name").asText());
  }

  private List<JsonNode> leaving() {
    return pods().stream()
        .filter(pod -> owner(pod).filter("Deployment"::equals).isPresent())
        .toList();
  }

  private List<JsonNode> pods() {
    List<JsonNode> here = new ArrayList<>();
    for (JsonNode pod : client.get("/api/v1/pods").path("items")) {
      if (pod.path("spec").path("nodeName").asText().equals(node)) {
        here.add(pod);
      }
    }
    return here;
  }

  private static Optional<String> owner(JsonNode pod) {
    for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return Optional.of(owner.path("kind").asText());
      }
    }
    return Optional.empty();
  }

  private static String name(JsonNode pod) {
    JsonNode meta = pod.path("metadata");
    return meta.path("namespace").asText() + "/" + meta.path("name").asText();
  }
}
