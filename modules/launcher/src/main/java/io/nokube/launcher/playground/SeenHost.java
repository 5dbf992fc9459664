package io.nokube.launcher.playground;

import java.nio.file.Path;
import java.util.List;

/// A host that is there.
///
/// @param state by Docker's word: `created`, `running`, `paused`, `exited` and so on
/// @param folder of the playground that it belongs to
record SeenHost(String name, Variant variant, String state, Path folder) {
  /// For `docker ps`: what [#parse] reads.
  static final String FORMAT =
      "{{.Names}}\t{{.Label \"%s\"}}\t{{.State}}\t{{.Label \"%s\"}}"
          .formatted(Playground.VARIANT_LABEL, Playground.FOLDER_LABEL);

  static List<SeenHost> parse(Playground playground, String output) {
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("\t", -1))
        .map(fields ->
            new SeenHost(
                fields[0].substring(playground.container("").length()),
                fields[1].equals(Variant.BARE.word()) ? Variant.BARE : Variant.PREPARED,
                fields[2],
                Path.of(fields[3])))
        .toList();
  }
}
