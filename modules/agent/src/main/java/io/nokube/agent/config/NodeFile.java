package io.nokube.agent.config;

import java.nio.file.Path;

/// A file of the node, by its absolute path.
public record NodeFile(Path path) {
  /// @throws IllegalArgumentException if it isn't absolute
  public static NodeFile parse(String text) {
    return new NodeFile(Folder.parse(text).path());
  }
}
