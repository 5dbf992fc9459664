package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Polled;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What polls say of a node's agent. Of a node that was never polled nothing is said.
sealed interface NodeHealth {
  record Present() implements NodeHealth {}

  /// Its alive record is certainly not there.
  ///
  /// @param since the first poll of this kubecontroller that said so
  /// @param confirmed the last one
  /// @param pace the time between the last two; nothing after the first
  record Silent(Instant since, Instant confirmed, Duration pace) implements NodeHealth {
    private static Silent from(Instant now) {
      return new Silent(now, now, Duration.ZERO);
    }

    private Silent again(Instant now) {
      return new Silent(since, now, Duration.between(confirmed, now));
    }

    /// Whether the last poll is young enough to end anything on it. If polls stay away (this
    /// process was paused), the node may be back.
    boolean isFresh(Instant now) {
      return Duration.between(confirmed, now).compareTo(pace.multipliedBy(2)) <= 0;
    }
  }

  /// After another poll. What was so already keeps its time; a poll that couldn't look says
  /// nothing.
  static Optional<NodeHealth> after(Optional<NodeHealth> before, Polled polled, Instant now) {
    return switch (polled) {
      case Polled.Alive alive -> Optional.of(new Present());
      case Polled.Gone gone ->
          Optional.of(
              before
                  .filter(Silent.class::isInstance)
                  .map(Silent.class::cast)
                  .map(silent -> silent.again(now))
                  .orElseGet(() -> Silent.from(now)));
      case Polled.Unknown unknown -> before;
    };
  }
}
