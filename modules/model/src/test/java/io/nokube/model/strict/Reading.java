package io.nokube.model.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.model.KubeObject;
import io.nokube.model.text.SourceName;
import java.util.List;

/// Reads a manifest called `web.yaml` for tests.
final class Reading {
  private Reading() {}

  static List<KubeObject> objects(String text) {
    Manifest manifest = Manifest.read(new SourceName("web.yaml"), text, "default");
    assertThat(manifest).isInstanceOf(Manifest.Read.class);
    return ((Manifest.Read) manifest).objects();
  }

  /// The problems as they print; empty if there are none.
  static List<String> problems(String text) {
    return printed(Manifest.read(new SourceName("web.yaml"), text, "default"));
  }

  static List<String> problems(byte[] text) {
    return printed(Manifest.read(new SourceName("web.yaml"), text, "default"));
  }

  private static List<String> printed(Manifest manifest) {
    return switch (manifest) {
      case Manifest.Read read -> List.of();
      case Manifest.Refused refused ->
          refused.problems().stream().map(problem -> problem.toString()).toList();
    };
  }
}
