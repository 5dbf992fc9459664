package io.nokube.agent.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.etcd.session.Mark;
import io.nokube.model.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where an agent leaves, for its successor, how far it has seen its cluster's etcd come: a file of
/// its own on the disk, replaced whole. Without it the successor takes what it finds.
public final class LeftMark {
  private static final Logger LOG = LoggerFactory.getLogger(LeftMark.class);

  private final Path file;
  private final String id;

  /// @param id of the agent's cluster: what is left of another's counts for nothing
  public LeftMark(Path file, String id) {
    this.file = file;
    this.id = id;
  }

  public Optional<Mark> read() {
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readString(file));
      return json.path("id").asText().equals(id)
          ? Optional.of(
              new Mark(
                  Long.parseUnsignedLong(json.path("etcd").asText(), 16),
                  json.path("epoch").asLong(),
                  json.path("revision").asLong(),
                  json.path("refused").asBoolean()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      LOG.warn("{} can't be read: an etcd that was set back may not be noticed: {}", file, e);
      return Optional.empty();
    }
  }

  /// @return whether it is there now
  boolean write(Mark mark) {
    String json =
        Json.MAPPER
            .createObjectNode()
            .put("id", id)
            .put("etcd", Long.toHexString(mark.cluster()))
            .put("epoch", mark.epoch())
            .put("revision", mark.revision())
            .put("refused", mark.refused())
            .toString();
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, json + "\n");
      try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      LOG.warn("{} can't be written: a successor may not notice an etcd set back: {}", file, e);
      return false;
    }
  }
}
