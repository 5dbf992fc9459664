package io.nokube.simulation.check;

import java.time.Duration;

/// Something did not hold.
///
/// @param rule which, in one word or two, the same for the same rule
/// @param at since the beginning
public record Violation(String rule, Duration at, String what) {
  @Override
  public String toString() {
    return "%s at %.3f s: %s".formatted(rule, at.toMillis() / 1000.0, what);
  }
}
