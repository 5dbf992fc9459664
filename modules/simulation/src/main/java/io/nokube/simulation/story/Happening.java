package io.nokube.simulation.story;

import java.time.Duration;

/// Something that happens at a time of a history. A fault brings its own end, so that each can be
/// left out.
///
/// @param at since the beginning
public record Happening(Duration at, What what) {
  @Override
  public String toString() {
    return "%8.3f s  %s".formatted(at.toMillis() / 1000.0, what);
  }
}
