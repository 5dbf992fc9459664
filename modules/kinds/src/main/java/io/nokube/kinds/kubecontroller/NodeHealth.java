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
  /// @param since the first of the polls in a row that said so
  /// @param confirmed the last one
  /// @param pace the least time between two of them; nothing after the first
  record Silent(Instant since, Instant confirmed, Duration pace) implements NodeHealth {
    /// So many times the pace may pass without a poll: in more, the node may have been back.
    private static final int MOST = 4;

    private static Silent from(Instant now) {
      return new Silent(now, now, Duration.ZERO);
    }

    private Silent again(Instant now) {
      Duration gap = Duration.between(confirmed, now);
      Duration least = pace.isZero() || gap.compareTo(pace) < 0 ? gap : pace;
      return isFresh(now) || pace.isZero() ? new Silent(since, now, least) : from(now);
    }

    /// Whether the last poll is young enough to end anything on it.
    boolean isFresh(Instant now) {
      return Duration.between(confirmed, now).compareTo(pace.multipliedBy(MOST)) <= 0;
    }
  }

  /// After another poll. What was so already keeps its time, unless polls stayed away for long; a
  /// poll that couldn't look says nothing.
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
