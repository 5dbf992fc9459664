package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.launcher.doctor.Finding;
import java.util.Map;
import java.util.Optional;

/// Whether the cluster does nothing because etcd was set back: then nothing else can be told of it.
final class SetBack {
  /// As the API words it.
  private static final String REASON = "EtcdSetBack";

  private SetBack() {}

  static Optional<Finding> finding(ApiClient client) {
    ApiClient.Answer answer = client.get("/nokube/v1/status", Map.of(), "application/json");
    if (answer.code() != 503) {
      return Optional.empty();
    }
    JsonNode said = answer.json();
    return said.path("reason").asText().equals(REASON)
        ? Optional.of(
            new Finding(
                "etcd",
                said.path("message").asText(),
                "if you have the backup that it should be at: `nokube restore FILE`. If what it holds now is right:"
                    + " `nokube restore --accept-current`. Until then containers run on as they are"))
        : Optional.empty();
  }
}
