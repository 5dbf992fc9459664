package io.nokube.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What of the manifests prefix is not carried out.
final class Manifests {
  private Manifests() {}

  /// @param manifests of a head's health
  static List<Finding> findings(JsonNode manifests) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode manifest : manifests) {
      List<String> problems = new ArrayList<>();
      manifest.path("problems").forEach(problem -> problems.add(problem.asText()));
      findings.add(
          new Finding(
              "manifests/" + manifest.path("key").asText(),
              manifest.path("state").asText() + ": " + String.join("; ", problems),
              manifest.path("state").asText().equals("refused")
                  ? "put a text without these problems; what ran before runs on"
                  : "it is tried again by itself"));
    }
    return findings;
  }
}
