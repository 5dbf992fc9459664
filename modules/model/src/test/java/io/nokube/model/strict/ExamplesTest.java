package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Generated;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(Generated.top().resolve("examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(ExamplesTest::holdsObjects)
          .toList();
    }
  }

  /// Other examples are clusters' configurations.
  private static boolean holdsObjects(Path file) {
    try {
      return Files.readString(file).contains("apiVersion:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void everyExampleIsRead(Path file) throws IOException {
    assertThat(Manifest.read(new SourceName(file.toString()), Files.readAllBytes(file), "default"))
        .isInstanceOf(Manifest.Read.class);
  }
}
