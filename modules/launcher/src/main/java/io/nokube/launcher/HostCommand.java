package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Has the command agent do one thing on this host (S17): one base64 JSON parameter in, lines of
/// progress out, and a result.
public final class HostCommand {
  private final List<String> command;

  /// @param nokube the start script of the distribution
  HostCommand(Path nokube) {
    this(List.of(nokube.toString()));
  }

  private HostCommand(List<String> command) {
    this.command = command;
  }

  /// The distribution's that the running command is of.
  public static HostCommand ofDistribution() {
    return new HostCommand(distribution().resolve("bin").resolve("nokube"));
  }

  /// @throws CommandFailure if the command was not started by the nokube script
  static Path distribution() {
    return Optional.ofNullable(System.getenv("NOKUBE_DIST"))
        .map(Path::of)
        .orElseThrow(() ->
            CommandFailure.failed(
                "start this with the nokube script: it says where the distribution is"));
  }

  /// The same, with the command agent run as root.
  public HostCommand bySudo() {
    return new HostCommand(Stream.concat(Stream.of("sudo", "-n"), command.stream()).toList());
  }

  public static ObjectNode request(String operation, long deadlineSeconds) {
    return ApiClient.JSON
        .createObjectNode()
        .put("operation", operation)
        .put("deadlineSeconds", deadlineSeconds);
  }

  /// @param progress is told each step that was done: `step`, `detail`
  /// @return the result
  /// @throws CommandFailure with the command agent's message and advice
  public JsonNode run(ObjectNode request, Consumer<JsonNode> progress) {
    String parameter =
        Base64.getEncoder().encodeToString(request.toString().getBytes(StandardCharsets.UTF_8));
    List<String> words =
        Stream.concat(command.stream(), Stream.of("agent-command", parameter)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
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
