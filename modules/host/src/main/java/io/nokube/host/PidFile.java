package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/// What is remembered of a detached process, so that it is found again and never mistaken.
///
/// The `token` is written before the process starts and stands in its environment: should we die
/// between starting it and writing down which it is, it can still be told from all others. The
/// `fingerprint` is that of the [Launch] it was started with.
record PidFile(String token, String fingerprint, Optional<Known> known) {

  /// The process itself: an id is reused, an id with a start time of one boot is not.
  record Known(String bootId, long pid, long startTicks) {}

  private static final JsonMapper JSON = new JsonMapper();

  static PidFile starting(String token, Launch launch) {
    return new PidFile(token, launch.fingerprint(), Optional.empty());
  }

  PidFile started(Known process) {
    return new PidFile(token, fingerprint, Optional.of(process));
  }

  /// What a pid file says; nothing if it is torn or not one of ours.
  static Optional<PidFile> parse(String text) {
    try {
      var json = JSON.readTree(text);
      if (!json.path("token").isTextual()) {
        return Optional.empty();
      }
      return Optional.of(
          new PidFile(
              json.path("token").asText(),
              json.path("launch").asText(),
              json.has("pid") ? Optional.of(known(json)) : Optional.empty()));
    } catch (JsonProcessingException torn) {
      return Optional.empty();
    }
  }

  String text() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("token", token).put("launch", fingerprint);
    known.ifPresent(process ->
        json.put("boot", process.bootId())
            .put("pid", process.pid())
            .put("started", process.startTicks()));
    return json + "\n";
  }

  private static Known known(JsonNode json) {
    return new Known(
        json.path("boot").asText(), json.path("pid").asLong(), json.path("started").asLong());
  }
}
