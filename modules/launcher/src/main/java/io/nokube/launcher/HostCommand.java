package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/// Has the command agent do one thing on this host (S17): one base64 JSON parameter in, lines of
/// progress out, and a result.
final class HostCommand {
  private final Path nokube;

  /// @param nokube the start script of the distribution
  HostCommand(Path nokube) {
    this.nokube = nokube;
  }

  static ObjectNode request(String operation, long deadlineSeconds) {
    return ApiClient.JSON
        .createObjectNode()
        .put("operation", operation)
        .put("deadlineSeconds", deadlineSeconds);
  }

  /// @param progress is told each step that was done: `step`, `detail`
  /// @return the result
  /// @throws CommandFailure with the command agent's message and advice
  JsonNode run(ObjectNode request, Consumer<JsonNode> progress) {
    String parameter =
        Base64.getEncoder().encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
    ProcessBuilder builder =
        new ProcessBuilder(nokube.toString(), "agent-command", parameter)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Optional<JsonNode> result = Optional.empty();
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          JsonNode line = ApiClient.JSON.readTree(text);
          if (line.has("error")) {
            JsonNode error = line.path("error");
            throw CommandFailure.failed(
                "%s: %s%n%s"
                    .formatted(
                        error.path("step").asText(),
                        error.path("message").asText(),
                        error.path("advice").asText()));
          }
          if (line.has("result")) {
            result = Optional.of(line.path("result"));
          } else {
            progress.accept(line);
          }
        }
      }
      int code = process.waitFor();
      return result.orElseThrow(() ->
          CommandFailure.failed(
              "the command agent ended with %d and no result for %s"
                  .formatted(code, request.path("operation").asText())));
    } catch (IOException e) {
      throw CommandFailure.failed("the command agent can't be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }
}
