package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Why an object isn't ready, as its pods say. Pure.
final class Unready {
  private static final int MOST = 3;

  private Unready() {}

  /// @param object a Pod, or what controls pods
  /// @param pods all of its namespace
  /// @return empty if no pod says anything
  static Optional<String> why(JsonNode object, JsonNode pods) {
    Set<String> troubles = new LinkedHashSet<>();
    for (JsonNode pod : pods) {
      if (isOf(pod, object.path("metadata")) && !Readiness.ready(pod)) {
        trouble(pod)
            .ifPresent(why -> troubles.add("pod/" + pod.at("/metadata/name").asText() + " " + why));
      }
    }
    return Optional.of(troubles.stream().limit(MOST).collect(Collectors.joining("; ")))
        .filter(said -> !said.isEmpty());
  }

  private static boolean isOf(JsonNode pod, JsonNode owner) {
    String uid = owner.path("uid").asText();
    for (JsonNode reference : pod.at("/metadata/ownerReferences")) {
      if (reference.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return pod.at("/metadata/uid").asText().equals(uid);
  }

  private static Optional<String> trouble(JsonNode pod) {
    JsonNode status = pod.path("status");
    if (status.has("message")) {
      return said(status);
    }
    for (JsonNode container : status.path("containerStatuses")) {
      JsonNode waiting = container.at("/state/waiting");
      if (waiting.has("message")) {
        return said(waiting);
      }
    }
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("status").asText().equals("False") && condition.has("message")) {
        return said(condition);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> said(JsonNode there) {
    String reason = there.path("reason").asText();
    String message = there.path("message").asText().strip();
    return Optional.of(reason.isEmpty() ? message : reason + ": " + message);
  }
}
