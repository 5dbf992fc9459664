package io.nokube.agent.config;

import java.nio.file.Path;

/// A folder of the node, by its absolute path.
public record Folder(Path path) {
  /// @throws IllegalArgumentException if it isn't absolute
  public static Folder parse(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no absolute path: begin it with a slash");
    }
    return new Folder(path);
  }
}
