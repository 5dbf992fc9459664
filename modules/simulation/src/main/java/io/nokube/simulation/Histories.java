package io.nokube.simulation;

import io.nokube.actor.Kind;
import io.nokube.simulation.node.Decisions;
import io.nokube.simulation.story.Generator;
import io.nokube.simulation.story.History;
import io.nokube.simulation.story.Shape;
import io.nokube.simulation.time.Timing;
import io.nokube.simulation.time.Timing.Isolation;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.LongStream;

/// Lives through histories of one shape, with all kinds that are there.
///
/// @param decisions the real ones, or with a mistake that is to be found
public record Histories(Shape shape, Decisions decisions, List<Kind> kinds) {

  /// With the kinds on the class path.
  public static Histories of(Shape shape, Decisions decisions) {
    return new Histories(
        shape,
        decisions,
        ServiceLoader.load(Kind.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  public Report run(long seed) {
    return run(Generator.history(seed, shape));
  }

  public Report run(History history) {
    Timing timing =
        switch (history.onIsolation()) {
          case KEEP -> Timing.QUICK;
          case STOP -> Timing.QUICK.stopping(Isolation.QUICK);
        };
    return new Simulation(history, timing, decisions, kinds).run();
  }

  /// The first broken one of these seeds, if one is.
  public Optional<Report> firstBroken(LongStream seeds) {
    return seeds.mapToObj(this::run).filter(report -> report.violation().isPresent()).findFirst();
  }

  /// As short as it can be.
  public Report shrunk(Report broken) {
    return Shrinking.of(broken, this::run);
  }
}
