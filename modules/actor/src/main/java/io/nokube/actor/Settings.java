package io.nokube.actor;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The settings of one kind, complete: what a kind declares is there, or the configuration was
/// refused.
///
/// @param durations `never` is an absent entry
public record Settings(Map<String, Duration> durations, Map<String, Integer> counts) {
  public static final Settings NONE = new Settings(Map.of(), Map.of());

  /// @throws IllegalStateException if the kind reads what it did not declare
  public Duration duration(String name) {
    return durationOrNever(name).orElseThrow(() -> undeclared(name));
  }

  public Optional<Duration> durationOrNever(String name) {
    return Optional.ofNullable(durations.get(name));
  }

  public int count(String name) {
    Integer count = counts.get(name);
    if (count == null) {
      throw undeclared(name);
    }
    return count;
  }

  private static IllegalStateException undeclared(String name) {
    return new IllegalStateException(
        "a kind reads the setting " + name + ", which it did not declare");
  }
}
