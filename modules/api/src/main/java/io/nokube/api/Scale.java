package io.nokube.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.model.apps.Deployment;
import io.nokube.model.json.Json;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Kubernetes' `autoscaling/v1` Scale of a Deployment.
final class Scale {
  private Scale() {}

  static ObjectNode of(Deployment deployment) {
    ObjectNode scale =
        Json.MAPPER.createObjectNode().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    scale
        .putObject("metadata")
        .put("name", deployment.metadata().name())
        .put("namespace", deployment.metadata().namespace())
        .put("uid", deployment.metadata().uid().text())
        .put("resourceVersion", deployment.metadata().resourceVersion().resourceVersion());
    scale.putObject("spec").put("replicas", deployment.spec().replicas());
    scale
        .putObject("status")
        .put("replicas", deployment.status().replicas())
        .put(
            "selector",
            deployment.spec().selector().matchLabels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")));
    return scale;
  }

  /// The wanted count in a Scale; empty if there is no sensible one.
  static OptionalInt wanted(JsonNode scale) {
    JsonNode replicas = scale.path("spec").path("replicas");
    return replicas.isInt() && replicas.intValue() >= 0
        ? OptionalInt.of(replicas.intValue())
        : OptionalInt.empty();
  }
}
