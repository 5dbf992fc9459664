package io.nokube.kinds.pod;

import io.nokube.actor.engine.ContainerId;
import java.time.Duration;
import java.util.Set;

/// A pod on its way out, deepest first.
record Ending(Duration grace, Stage stage) {
  sealed interface Stage {
    /// Its containers' actors stop and remove what is theirs.
    ///
    /// @param left by container name
    record Containers(Set<String> left) implements Stage {}

    /// The engine was asked what is still there.
    record Looking() implements Stage {}

    /// The pause container goes, and what nobody's actor removed.
    record Clearing(Set<ContainerId> left) implements Stage {}

    record Folder() implements Stage {}

    record Removal() implements Stage {}
  }

  Ending at(Stage stage) {
    return new Ending(grace, stage);
  }
}
