package io.nokube.launcher.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// What a backup says of itself.
///
/// @param id tells the cluster from others of its name
/// @param version of the nokube that took it
/// @param etcd etcd's own id of its cluster, hexadecimal
/// @param objects how many Kubernetes objects are in it
/// @param size of the snapshot, in bytes
public record Manifest(
    String cluster,
    String id,
    String version,
    String etcd,
    long epoch,
    long revision,
    long objects,
    Instant taken,
    long size,
    String sha256) {
  /// Of the file's layout: raised when an older nokube could no longer restore it.
  static final int FORMAT = 1;

  private static final JsonMapper JSON = new JsonMapper();

  /// @param snapshot what the host told of it (`etcd-snapshot`, docs/agent-command.md)
  public static Manifest of(String cluster, String version, Instant taken, JsonNode snapshot) {
    return new Manifest(
        cluster,
        snapshot.path("id").asText(),
        version,
        snapshot.path("etcd").asText(),
        snapshot.path("epoch").asLong(),
        snapshot.path("revision").asLong(),
        snapshot.path("objects").asLong(),
        taken,
        snapshot.path("size").asLong(),
        snapshot.path("sha256").asText());
  }

  String json() {
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
    json.put("cluster", cluster).put("id", id).put("nokube", version);
    json.put("etcd", etcd).put("epoch", epoch).put("revision", revision).put("objects", objects);
    json.put("taken", taken.toString()).put("size", size).put("sha256", sha256);
    return json.toPrettyString() + "\n";
  }

  /// @throws Unfit if it is none, or of a newer nokube
  static Manifest parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      int format = json.path("format").asInt();
      if (format > FORMAT) {
        throw new Unfit(
            "it is of a newer nokube (%s): restore it with that version"
                .formatted(json.path("nokube").asText()));
      }
      Manifest read =
          new Manifest(
              json.path("cluster").asText(),
              json.path("id").asText(),
              json.path("nokube").asText(),
              json.path("etcd").asText(),
              json.path("epoch").asLong(),
              json.path("revision").asLong(),
              json.path("objects").asLong(),
              Instant.parse(json.path("taken").asText()),
              json.path("size").asLong(),
              json.path("sha256").asText());
      if (format < 1 || read.cluster.isEmpty() || read.id.isEmpty() || read.sha256.isEmpty()) {
        throw new Unfit("it is damaged: its manifest lacks what every backup has");
      }
      return read;
    } catch (com.fasterxml.jackson.core.JsonProcessingException | DateTimeParseException e) {
      throw new Unfit("it is damaged: its manifest can't be read: " + e.getMessage());
    }
  }
}
