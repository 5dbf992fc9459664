package io.nokube.host.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.host.system.Digest;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What was uploaded to a host: `payload.json`, and the files that it lists.
///
/// @param hash names all of it: the first 12 digits of the SHA-256 of the list
///
/// @param modified when its files were made: an AOT cache knows them by that
record Payload(Path folder, String hash, FileTime modified, List<Part> parts) {

  /// The archive of all jars that aren't in `boot/`.
  static final String JARS = "jars.tar";

  static final String AGENT_CACHE = "agent.aot.gz";
  static final String BOOT_CACHE = "boot.aot.gz";

  /// AOT caches of the command agent and of the agent. They don't count for the hash: they are made
  /// of the rest, and never twice of the same bytes.
  private static final List<String> CACHES = List.of(BOOT_CACHE, AGENT_CACHE);

  record Part(String path, long size, String sha256, int mode) {

    /// As it counts for the hash of the whole.
    String line() {
      return "%s %d %s 0%o\n".formatted(path, size, sha256, mode);
    }
  }

  /// @throws StepFailure if its list isn't there or isn't what its hash says
  static Payload of(Path folder) {
    var file = folder.resolve("payload.json");
    var json =
        Workspace.json(file)
            .orElseThrow(
                () -> new StepFailure("there is no " + file, "upload it and what it lists"));
    var parts = new ArrayList<Part>();
    for (var part : json.path("files")) {
      parts.add(part(part));
    }
    var payload =
        new Payload(
            folder,
            json.path("hash").asText(),
            FileTime.fromMillis(json.path("modifiedMillis").asLong()),
            List.copyOf(parts));
    if (!payload.hash().equals(payload.computedHash())
        || parts.isEmpty()
        || !parts.stream().allMatch(part -> Workspace.isInside(part.path()))) {
      delete(file);
      throw new StepFailure(
          file + " isn't what it was when it was made, and has been deleted", "upload it again");
    }
    return payload;
  }

  String computedHash() {
    return Digest.of(
            parts.stream()
                .filter(part -> !CACHES.contains(part.path()))
                .map(Part::line)
                .collect(Collectors.joining()))
        .substring(0, 12);
  }

  /// Verifies every file, and gives it its mode and its time.
  ///
  /// @throws StepFailure naming all that are missing or wrong; the wrong ones are deleted, so that
  ///   the next upload brings them
  void verify() {
    var wrong = new ArrayList<String>();
    for (var part : parts) {
      var file = folder.resolve(part.path());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        wrong.add(part.path() + " is missing");
      } else if (size(file) != part.size() || !Digest.of(file).equals(part.sha256())) {
        delete(file);
        wrong.add(part.path() + " was damaged and has been deleted");
      } else {
        restore(file, part.mode());
      }
    }
    if (!wrong.isEmpty()) {
      throw new StepFailure(
          "the upload in %s isn't whole: %s".formatted(folder, String.join(", ", wrong)),
          "upload again what is missing");
    }
  }

  private static Part part(JsonNode part) {
    var mode = part.path("mode").asText();
    return new Part(
        part.path("path").asText(),
        part.path("size").asLong(),
        part.path("sha256").asText(),
        mode.matches("0[0-7]{3}") ? Integer.parseInt(mode, 8) : 0);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("looking at " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("deleting the damaged " + file, e);
    }
  }

  private void restore(Path file, int mode) {
    try {
      Files.setLastModifiedTime(file, modified);
      if (!Files.getPosixFilePermissions(file).equals(Workspace.permissions(mode))) {
        Files.setPosixFilePermissions(file, Workspace.permissions(mode));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("setting the mode and the time of " + file, e);
    }
  }
}
