package io.nokube.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A committed file that a test makes: the test fails if the file isn't what it makes, and writes
/// it when run with `-Dnokube.write=true`.
public final class Generated {
  private Generated() {}

  /// @param path from the repository's top
  public static void isCommitted(String path, String text) throws IOException {
    Path file = top().resolve(path);
    if (Boolean.getBoolean("nokube.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file)
        .as("%s is made by a test: run it with -Dnokube.write=true and commit", path)
        .hasContent(text);
  }

  public static Path top() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("modules"))) {
      at = at.getParent();
    }
    return at;
  }
}
