package io.nokube.launcher.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nokube.launcher.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a host gets of this distribution: a Java runtime, the command agent's jars, and the rest in
/// one archive. Named by its content, so that what is there needs no second upload.
///
/// @param dist where the parts lie here
/// @param modified when its files were made: AOT caches know them by that
record Payload(Path dist, String hash, Instant modified, List<Part> parts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Written last: where it is, all is.
  static final String LIST = "payload.json";

  record Part(String path, long size, int mode) {}

  static Payload of(Path dist) {
    Path folder = dist.resolve("host");
    try {
      JsonNode list = JSON.readTree(Files.readAllBytes(folder.resolve(LIST)));
      List<Part> parts = new ArrayList<>();
      for (JsonNode file : list.path("files")) {
        parts.add(
            new Part(
                file.path("path").asText(),
                file.path("size").asLong(),
                Integer.parseInt(file.path("mode").asText(), 8)));
      }
      return new Payload(
          dist,
          list.path("hash").asText(),
          Instant.ofEpochMilli(list.path("modifiedMillis").asLong()),
          List.copyOf(parts));
    } catch (IOException e) {
      throw CommandFailure.failed(
          "this distribution has no payload for hosts: cannot read %s. Build it anew (make build)."
              .formatted(folder.resolve(LIST)));
    }
  }

  /// Where a part lies here: the runtime is the distribution's own.
  Path local(String path) {
    return path.startsWith("runtime/") ? dist.resolve(path) : dist.resolve("host").resolve(path);
  }

  /// The command agent's jars, in the order in which its AOT cache was made.
  String bootClassPath(String folder) {
    return parts.stream()
        .map(Part::path)
        .filter(path -> path.startsWith("boot/"))
        .sorted()
        .map(path -> folder + "/" + path)
        .collect(Collectors.joining(":"));
  }

  long bytes() {
    return parts.stream().mapToLong(Part::size).sum();
  }

  String image() {
    return "nokube/agent:" + hash;
  }
}
