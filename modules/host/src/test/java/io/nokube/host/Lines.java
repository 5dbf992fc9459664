package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What the command agent said and with which code it ended.
record Lines(int exitCode, List<JsonNode> all) {

  private static final JsonMapper JSON = new JsonMapper();

  static Lines of(String request) {
    var out = new ByteArrayOutputStream();
    var exitCode = CommandAgent.run(base64(request), out);
    return new Lines(
        exitCode, out.toString(StandardCharsets.UTF_8).lines().map(Lines::json).toList());
  }

  static String base64(String request) {
    return Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode result() {
    return all.getLast().path("result");
  }

  String error(String field) {
    return all.getLast().path("error").path(field).asText();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
