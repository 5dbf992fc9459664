package io.nokube.simulation.store;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import java.util.Optional;

/// Whether a write is let in.
public interface Fencing {
  Fencing STRICT =
      (fence, holds) ->
          switch (fence) {
            case Fence.User _ -> true;
            case Fence.Actor(_, var incarnation) -> holds.equals(Optional.of(incarnation));
          };

  /// @param holds the incarnation that the writer's path has in the store
  boolean admits(Fence fence, Optional<Incarnation> holds);
}
