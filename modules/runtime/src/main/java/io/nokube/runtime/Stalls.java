package io.nokube.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Who makes no progress, and for how long, in time that the watchdog itself was awake: a process
/// that was paused has not hung. Used by one thread.
final class Stalls<K> {
  private record Stall(long progress, Duration since) {}

  private final Map<K, Stall> stalls = new HashMap<>();

  /// @param progress a number that changes with any progress; nothing if there is nothing to do
  /// @param awake for how long the watchdog has been awake in all
  /// @return for how long it has made none; zero if it has, or has nothing to do
  Duration lasting(K who, OptionalLong progress, Duration awake) {
    if (progress.isEmpty()) {
      stalls.remove(who);
      return Duration.ZERO;
    }
    Optional<Stall> same =
        Optional.ofNullable(stalls.get(who))
            .filter(stall -> stall.progress() == progress.getAsLong());
    stalls.put(who, same.orElse(new Stall(progress.getAsLong(), awake)));
    return same.map(stall -> awake.minus(stall.since())).orElse(Duration.ZERO);
  }

  /// Forgets all others.
  void keep(Set<K> who) {
    stalls.keySet().retainAll(who);
  }
}
