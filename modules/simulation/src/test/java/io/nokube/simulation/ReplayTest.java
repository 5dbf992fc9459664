package io.nokube.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.story.Generator;
import io.nokube.simulation.story.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Shape SHAPE = new Shape(4, 12);
  private static final int SEEDS = 40;

  /// Prints the fingerprints of some seeds: run by another process too.
  static final class Fingerprints {
    private Fingerprints() {}

    public static void main(String[] arguments) {
      System.out.print(fingerprints());
    }
  }

  private static String fingerprints() {
    Histories histories = Histories.of(SHAPE, new Decisions());
    return String.join(
        " ",
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> Long.toHexString(histories.run(seed).fingerprint()))
            .toList());
  }

  @Test
  void aSeedIsTheSameHistoryEveryTime() {
    Histories histories = Histories.of(SHAPE, new Decisions());
    assertThat(histories.run(7)).isEqualTo(histories.run(7));
    assertThat(histories.run(7).fingerprint()).isNotEqualTo(histories.run(8).fingerprint());
  }

  /// Hashes of classes and the order of immutable sets differ from process to process.
  @Test
  void aSeedIsTheSameHistoryInEveryProcess() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Fingerprints.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(there).isEqualTo(fingerprints());
  }

  @Test
  void neighbouringSeedsAreDifferentStories() {
    assertThat(
            LongStream.range(0, 500)
                .mapToObj(seed -> Generator.history(seed, SHAPE).happenings().get(1))
                .distinct()
                .count())
        .isGreaterThan(490);
  }
}
