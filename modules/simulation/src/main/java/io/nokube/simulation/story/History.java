package io.nokube.simulation.story;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// All that happens, in order. What chance decides besides follows from the seed.
public record History(long seed, Shape shape, OnIsolation onIsolation, List<Happening> happenings) {
  public History {
    happenings = List.copyOf(happenings);
  }

  public History with(List<Happening> others) {
    return new History(seed, shape, onIsolation, others);
  }

  /// When the last fault is over and the last user has asked.
  public Duration calmFrom() {
    Duration last = Duration.ZERO;
    for (Happening one : happenings) {
      Duration end = one.at().plus(one.what().lasts());
      last = end.compareTo(last) > 0 ? end : last;
    }
    return last;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("  on_isolation: ")
        .append(onIsolation.name().toLowerCase(Locale.ROOT))
        .append('\n');
    happenings.forEach(one -> text.append("  ").append(one).append('\n'));
    return text.toString();
  }
}
