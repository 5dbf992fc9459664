package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is wrong with pods. One that is only just starting, or only just ending, is well.
final class Pods {
  /// How long a pod may take to be ready before it is worth a word.
  private static final Duration STARTING = Duration.ofSeconds(60);

  /// How long a pod may take to end beyond its grace.
  private static final Duration ENDING = Duration.ofSeconds(30);

  private Pods() {}

  /// @param pods as the API lists them, of all namespaces
  static List<Finding> findings(JsonNode pods, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode pod : pods) {
      of(pod, now).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> of(JsonNode pod, Instant now) {
    JsonNode metadata = pod.path("metadata");
    if (metadata.has("deletionTimestamp")) {
      return ending(pod, Instant.parse(metadata.path("deletionTimestamp").asText()), now);
    }
    String phase = pod.at("/status/phase").asText();
    if (phase.equals("Succeeded") || isReady(pod)) {
      return Optional.empty();
    }
    Optional<JsonNode> trouble = trouble(pod);
    if (trouble.isPresent()) {
      String reason = trouble.get().path("reason").asText();
      String message = trouble.get().path("message").asText().strip();
      return Optional.of(
          new Finding(name(pod), join(reason, message), advice(reason, message, name(pod))));
    }
    Instant since = notReadySince(pod);
    return since.plus(STARTING).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            new Finding(
                name(pod),
                "%s, and not ready, since %s".formatted(phase, since),
                "`nokube events --for %s` and `nokube logs` tell more".formatted(name(pod))));
  }

  /// @param deleted when it is to have ended: its grace is counted in
  private static Optional<Finding> ending(JsonNode pod, Instant deleted, Instant now) {
    return deleted.plus(ENDING).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            new Finding(
                name(pod),
                "should have ended by %s and has not".formatted(deleted),
                "its node, %s, has to end it: see there whether the agent and Docker run"
                    .formatted(pod.at("/spec/nodeName").asText("none"))));
  }

  /// Since it was ready last, or was made.
  private static Instant notReadySince(JsonNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready") && condition.has("lastTransitionTime")) {
        return Instant.parse(condition.path("lastTransitionTime").asText());
      }
    }
    return Instant.parse(pod.at("/metadata/creationTimestamp").asText());
  }

  private static boolean isReady(JsonNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /// What says why, from the most particular on.
  private static Optional<JsonNode> trouble(JsonNode pod) {
    JsonNode status = pod.path("status");
    for (JsonNode container : status.path("containerStatuses")) {
      JsonNode waiting = container.at("/state/waiting");
      if (waiting.has("message")) {
        return Optional.of(waiting);
      }
    }
    if (status.has("message")) {
      return Optional.of(status);
    }
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("PodScheduled")
          && condition.path("status").asText().equals("False")) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static String advice(String reason, String message, String name) {
    return switch (reason) {
      case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull" ->
          "is the image's name right? `nokube image push NAME` copies an image from this machine to the nodes, without a registry";
      case "CrashLoopBackOff" ->
          "`nokube logs %s --previous` shows what it printed before it ended"
              .formatted(name.substring(name.indexOf('/') + 1));
      case "CreateContainerConfigError" -> "make what it names; the pod starts by itself then";
      case "Unschedulable" ->
          "no node fits: make room, add a node, or change what the pod asks for (requests, nodeSelector, affinity, tolerations)";
      default ->
          message.contains("already allocated") || message.contains("in use")
              ? "something else has the port: free it, or take another"
              : "`nokube events --for " + name + "` tells more";
    };
  }

  private static String join(String reason, String message) {
    return reason.isEmpty() ? message : reason + ": " + message;
  }

  /// As `nokube events --for` takes it; the namespace is said unless it is default.
  private static String name(JsonNode pod) {
    String namespace = pod.at("/metadata/namespace").asText();
    String name = "pod/" + pod.at("/metadata/name").asText();
    return namespace.equals("default") ? name : name + " -n " + namespace;
  }
}
