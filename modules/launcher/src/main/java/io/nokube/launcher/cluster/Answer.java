package io.nokube.launcher.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.launcher.ssh.Run;
import java.time.Duration;

/// The lines of a host's command agent.
///
/// @param deadline for each line
record Answer(String node, Run run, Duration deadline) {
  private static final JsonMapper JSON = new JsonMapper();

  /// The next one: a step's, or the result's.
  ///
  /// @throws NodeFailure if it says that it failed, or ends without a result
  JsonNode line() {
    String text =
        run.nextLine(deadline)
            .orElseThrow(() ->
                new NodeFailure(
                    node,
                    "command agent",
                    "ended with code %d and no result: %s"
                        .formatted(run.exitCode(), run.errors().strip()),
                    "running again is safe"));
    JsonNode line;
    try {
      line = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NodeFailure(
          node,
          "command agent",
          "the host printed what isn't the command agent's: " + text,
          "see that the SSH user's login shell prints nothing by itself");
    }
    if (line.has("error")) {
      JsonNode error = line.path("error");
      throw new NodeFailure(
          node,
          error.path("step").asText(),
          error.path("message").asText(),
          error.path("advice").asText());
    }
    return line;
  }
}
