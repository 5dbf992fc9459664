package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Deployments that lack pods. What is wrong with pods that are there is said of those.
final class Deployments {
  /// How long after it was made a Deployment may lack pods.
  private static final Duration BEGINNING = Duration.ofSeconds(60);

  private Deployments() {}

  /// @param deployments as the API lists them, of all namespaces
  static List<Finding> findings(JsonNode deployments, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode deployment : deployments) {
      long wanted = deployment.at("/spec/replicas").asLong();
      long there = deployment.at("/status/replicas").asLong();
      JsonNode metadata = deployment.path("metadata");
      Instant made = Instant.parse(metadata.path("creationTimestamp").asText());
      if (there < wanted
          && made.plus(BEGINNING).isBefore(now)
          && !metadata.has("deletionTimestamp")) {
        String name = "deployment/" + metadata.path("name").asText();
        String namespace = metadata.path("namespace").asText();
        findings.add(
            new Finding(
                name + (namespace.equals("default") ? "" : " -n " + namespace),
                "has %d of %d pods".formatted(there, wanted),
                "`nokube events --for %s` and `nokube tree` tell whether it is looked after"
                    .formatted(name)));
      }
    }
    return findings;
  }
}
