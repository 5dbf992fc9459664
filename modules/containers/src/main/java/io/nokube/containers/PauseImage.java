package io.nokube.containers;

import java.util.List;
import java.util.Map;

/// The image of the pause containers, made on the node when it is missing.
final class PauseImage {
  static final String NAME = "nokube/pause:1";
  static final String COMMAND = "/pause";

  private PauseImage() {}

  /// The same bytes, and so the same image, however often and wherever it is made.
  ///
  /// @param architecture of the engine, as it names it
  static byte[] archive(String architecture) {
    return ImageArchive.of(
        NAME, architecture, List.of(COMMAND), Map.of("pause", PauseBinary.of(architecture)));
  }
}
