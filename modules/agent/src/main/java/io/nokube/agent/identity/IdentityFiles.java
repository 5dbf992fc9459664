package io.nokube.agent.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the PEM files of a node's identity lie.
///
/// @param authority of the nodes
/// @param certificate this node's, for server and client
/// @param key its key, PKCS 8
/// @param users the authority of users; empty where no user comes
public record IdentityFiles(Path authority, Path certificate, Path key, Optional<Path> users) {

  /// Something that is another when a file was written or replaced since.
  public List<String> stamp() {
    return Stream.concat(Stream.of(authority, certificate, key), users.stream())
        .map(IdentityFiles::stamp)
        .toList();
  }

  private static String stamp(Path file) {
    try {
      var seen = Files.readAttributes(file, BasicFileAttributes.class);
      return "%s %s %s".formatted(seen.fileKey(), seen.lastModifiedTime(), seen.size());
    } catch (NoSuchFileException e) {
      return "absent";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
