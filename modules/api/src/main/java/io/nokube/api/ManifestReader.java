package io.nokube.api;

import io.nokube.model.KubeObject;
import java.util.List;

/// Reads a manifest of several documents, strictly: all of them or none.
interface ManifestReader {
  /// @param source how its problems name it, such as `web.yaml`
  Text read(String source, byte[] text, String defaultNamespace);

  sealed interface Text {
    record Good(List<KubeObject> objects) implements Text {}

    /// @param problems each with source, line:column, path and what to do
    record Bad(List<String> problems) implements Text {}
  }
}
