package io.nokube.simulation;

import io.nokube.simulation.check.Violation;
import io.nokube.simulation.story.Happening;
import io.nokube.simulation.story.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes a history that breaks a rule as short as it can be: leaves out halves, quarters, single
/// happenings, as long as the same rule is broken (delta debugging).
public final class Shrinking {
  private final Function<History, Report> run;
  private final String rule;

  private Shrinking(Function<History, Report> run, Violation violation) {
    this.run = run;
    this.rule = violation.rule();
  }

  /// @param run lives through a history
  /// @return the shortest that was found, and what it breaks
  public static Report of(Report broken, Function<History, Report> run) {
    return broken
        .violation()
        .map(violation -> new Shrinking(run, violation).shrink(broken))
        .orElse(broken);
  }

  private Report shrink(Report broken) {
    Report best = broken;
    int piece = Math.max(1, best.history().happenings().size() / 2);
    while (true) {
      Optional<Report> shorter = without(best, piece);
      if (shorter.isPresent()) {
        best = shorter.get();
      } else if (piece == 1) {
        return best;
      } else {
        piece = piece / 2;
      }
    }
  }

  /// The first that is broken still when so many in a row are left out.
  private Optional<Report> without(Report whole, int piece) {
    List<Happening> all = whole.history().happenings();
    for (int from = 0; from < all.size(); from += piece) {
      List<Happening> left = new ArrayList<>(all.subList(0, from));
      left.addAll(all.subList(Math.min(all.size(), from + piece), all.size()));
      Report report = run.apply(whole.history().with(left));
      if (report.violation().filter(it -> it.rule().equals(rule)).isPresent()) {
        return Optional.of(report);
      }
    }
    return Optional.empty();
  }
}
