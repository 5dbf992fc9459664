package io.nokube.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a newcomer waits for: quickstart in a clone in which nothing has been built.
record BareClone(Path checkout) implements Measurement {
  private static final double MOST_SECONDS = 360;

  /// @param cluster must not run: this makes another in its place
  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Path folder = Files.createTempDirectory("nokube-bench-clone");
    Path clone = folder.resolve("nokube");
    Map<String, String> home = Map.of("NOKUBE_HOME", folder.resolve("home").toString());
    try {
      new Command(
              Map.of(),
              folder,
              List.of("git", "clone", "-q", checkout.toString(), clone.toString()))
          .run();
      String nokube = clone.resolve("nokube").toString();
      try {
        double seconds = new Command(home, clone, List.of(nokube, "quickstart")).run().seconds();
        return List.of(Figure.most("quickstart, from a bare clone", seconds, MOST_SECONDS, "s"));
      } finally {
        new Command(home, clone, List.of(nokube, "quickstart", "--clean")).run();
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
