package io.nokube.actor.port;

import io.nokube.actor.Incarnation;
import io.nokube.model.OwnershipPath;

/// Under whose authority a write is made.
public sealed interface Fence {
  /// A user's: by the API or the manifests prefix.
  record User() implements Fence {}

  /// An actor's: the write is refused unless its alive record still has this incarnation.
  record Actor(OwnershipPath path, Incarnation incarnation) implements Fence {}
}
