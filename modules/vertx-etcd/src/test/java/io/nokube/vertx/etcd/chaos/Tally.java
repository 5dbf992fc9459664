package io.nokube.vertx.etcd.chaos;

import io.nokube.vertx.etcd.chaos.Registry.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a run has found so far. Several groups count into it.
final class Tally {

  private final List<Duration> took = new ArrayList<>();
  private int cycles;
  private int ghosts;
  private int lost;
  private int silent;
  private int views;
  private int broken;

  synchronized void add(Cycle.Outcome outcome) {
    cycles++;
    for (var check : outcome.checks()) {
      views += check.views();
      took.add(check.took());
    }
    for (var finding : outcome.checks().getLast().findings()) {
      if (finding.kind() == Kind.GHOST) {
        ghosts++;
      } else {
        lost++;
      }
    }
    silent += outcome.checks().getLast().silent().size();
  }

  /// How far it has come, each hundred cycles.
  synchronized Optional<String> progress() {
    return cycles % 100 == 0
        ? Optional.of("%,d cycles, %d differences".formatted(cycles, ghosts + lost + silent))
        : Optional.empty();
  }

  /// A cycle could not be carried out to its end.
  synchronized void broken() {
    cycles++;
    broken++;
  }

  synchronized boolean clean() {
    return ghosts + lost + silent + broken == 0;
  }

  synchronized String line(long seed, Duration lasted) {
    Collections.sort(took);
    return String.format(
        Locale.ROOT,
        "%,d cycles, %d ghost, %d lost registrations, %d without an answer, %d broken off, %,d views"
            + " compared, agreed after %.1f s (median), %.1f s (longest), seed %d, %s",
        cycles,
        ghosts,
        lost,
        silent,
        broken,
        views,
        took.isEmpty() ? 0 : took.get(took.size() / 2).toMillis() / 1000.0,
        took.isEmpty() ? 0 : took.getLast().toMillis() / 1000.0,
        seed,
        lasted.toMinutes() > 0 ? lasted.toMinutes() + " min" : lasted.toSeconds() + " s");
  }
}
