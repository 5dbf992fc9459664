package io.nokube.launcher.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.launcher.ssh.Output;
import java.time.Duration;

/// The lines of a host's command agent.
final class Answer {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SIGNALS = 128;

  private final String node;
  private final Output output;
  private final Duration deadline;
  private String step;

  /// @param operation what it was asked for: its step, until it names one
  /// @param deadline for each line
  Answer(String node, String operation, Output output, Duration deadline) {
    this.node = node;
    this.step = operation;
    this.output = output;
    this.deadline = deadline;
  }

  /// The next one: a step's, or the result's.
  ///
  /// @throws NodeFailure if it says that it failed, or ends without a result
  JsonNode line() {
    String text = output.nextLine(deadline).orElseThrow(this::cutShort);
    JsonNode line;
    try {
      line = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NodeFailure(
          node,
          step,
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
    if (line.has("step")) {
      step = line.path("step").asText();
    }
    return line;
  }

  /// It ended in the middle of a step.
  private NodeFailure cutShort() {
    int code = output.exitCode();
    String errors = output.errors().strip();
    return new NodeFailure(
        node,
        step,
        "the command agent %s before it said how this went%s"
            .formatted(
                code > SIGNALS
                    ? "was killed (signal %d)".formatted(code - SIGNALS)
                    : "ended with code %d".formatted(code),
                errors.isEmpty() ? "" : ": " + errors),
        "see whether the host ran out of memory, or who ended it; running again is safe");
  }
}
