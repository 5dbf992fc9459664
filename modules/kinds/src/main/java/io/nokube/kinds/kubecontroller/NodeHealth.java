package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Polled;
import java.time.Instant;
import java.util.Optional;

/// What polls say of a node's agent. Of a node that was never polled nothing is said.
sealed interface NodeHealth {
  record Present() implements NodeHealth {}

  /// Its alive record is certainly not there.
  ///
  /// @param since the first poll of this kubecontroller that said so
  record Silent(Instant since) implements NodeHealth {}

  /// After another poll. What was so already keeps its time; a poll that couldn't look says
  /// nothing.
  static Optional<NodeHealth> after(Optional<NodeHealth> before, Polled polled, Instant now) {
    return switch (polled) {
      case Polled.Alive alive -> Optional.of(new Present());
      case Polled.Gone gone ->
          before.filter(Silent.class::isInstance).or(() -> Optional.of(new Silent(now)));
      case Polled.Unknown unknown -> before;
    };
  }
}
