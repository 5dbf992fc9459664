package io.nokube.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.story.Shape;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Some thousand histories of clusters of several sizes; `make simulate` lives through more.
class HistoriesTest {
  private static final long FIRST = 1_000_000;

  private static void hold(Shape shape, long count) {
    Histories histories = Histories.of(shape, new Decisions());
    Optional<Report> broken = histories.firstBroken(LongStream.range(FIRST, FIRST + count));
    System.out.printf(
        "%,d histories of %d nodes and %d pods, %d violations%n",
        count, shape.nodes(), shape.pods(), broken.isPresent() ? 1 : 0);
    assertThat(broken.map(histories::shrunk).map(HistoriesTest::told)).isEmpty();
  }

  private static String told(Report report) {
    return "seed " + report.history().seed() + "\n" + report.history().text() + report.violation();
  }

  @Test
  void whateverBefallsTwoNodesNoPromiseIsBroken() {
    hold(new Shape(2, 6), 800);
  }

  @Test
  void whateverBefallsFourNodesNoPromiseIsBroken() {
    hold(new Shape(4, 12), 1000);
  }

  @Test
  void whateverBefallsSevenNodesNoPromiseIsBroken() {
    hold(new Shape(7, 24), 200);
  }
}
