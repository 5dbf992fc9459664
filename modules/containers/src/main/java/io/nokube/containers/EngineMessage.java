package io.nokube.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the engine says, in words for the user: without the wrapping of Docker, containerd and
/// runc.
final class EngineMessage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUS = Pattern.compile("(?s)Status \\d+: *(.*)");

  /// runc's and its callers' prefixes; what follows is about the user's own command.
  private static final Pattern RUNTIME =
      Pattern.compile(
          "(?s).*OCI runtime create failed:.* start(?:ing)? container process(?: caused)?: (.*?)(?:: unknown)?");

  private static final Pattern PORT =
      Pattern.compile(
          "(?s)driver failed programming external connectivity on endpoint \\S+ \\(\\w+\\): (.*)");

  private EngineMessage() {}

  static String of(DockerException said) {
    return plain(bare(String.valueOf(said.getMessage()).strip()));
  }

  /// Docker's answer is `Status 404: {"message":"…"}`.
  private static String bare(String text) {
    Matcher status = STATUS.matcher(text);
    String body = status.matches() ? status.group(1).strip() : text;
    try {
      JsonNode json = JSON.readTree(body);
      return json != null && json.path("message").isTextual()
          ? json.path("message").asText()
          : body;
    } catch (JsonProcessingException notJson) {
      return body;
    }
  }

  static String plain(String message) {
    Matcher runtime = RUNTIME.matcher(message);
    if (runtime.matches()) {
      return runtime.group(1);
    }
    Matcher port = PORT.matcher(message);
    return port.matches() ? port.group(1) : message;
  }
}
