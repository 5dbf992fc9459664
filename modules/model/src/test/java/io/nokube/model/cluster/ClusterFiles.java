package io.nokube.model.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.Generated;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.Problem;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/// Texts of cluster.yaml for tests, and what becomes of them.
final class ClusterFiles {
  static final List<String> EXAMPLES =
      List.of("one-host.yaml", "three-hosts.yaml", "five-hosts.yaml", "external-etcd.yaml");

  private ClusterFiles() {}

  static String one() {
    return example("one-host.yaml");
  }

  static String three() {
    return example("three-hosts.yaml");
  }

  static String five() {
    return example("five-hosts.yaml");
  }

  static String external() {
    return example("external-etcd.yaml");
  }

  static String example(String name) {
    try {
      return Files.readString(Generated.top().resolve("examples/clusters").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ClusterFile file(String text) {
    assertThat(problems(text)).isEmpty();
    return switch (read(text)) {
      case StrictConfig.Read<ClusterFile>(ClusterFile file) -> file;
      case StrictConfig.Refused<ClusterFile> refused -> throw new AssertionError(refused);
    };
  }

  /// The problems as they print; empty if there are none.
  static List<String> problems(String text) {
    return problems(text, ThisMachine.UNASKED);
  }

  static List<String> problems(String text, ThisMachine machine) {
    return switch (ClusterFile.read(
        new SourceName("cluster.yaml"), text.getBytes(UTF_8), machine)) {
      case StrictConfig.Read<ClusterFile> read -> List.of();
      case StrictConfig.Refused<ClusterFile>(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
    };
  }

  private static StrictConfig<ClusterFile> read(String text) {
    return ClusterFile.read(new SourceName("cluster.yaml"), text.getBytes(UTF_8));
  }

  /// The text with other words in one place.
  ///
  /// @param part must stand there once
  static String with(String text, String part, String other) {
    assertThat(text.split(Pattern.quote(part), -1)).as(part).hasSize(2);
    return text.replace(part, other);
  }
}
