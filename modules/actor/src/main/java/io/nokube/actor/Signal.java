package io.nokube.actor;

import io.nokube.actor.engine.EngineEvent;
import io.nokube.model.OwnershipPath;
import java.util.List;

/// What reaches an actor.
public sealed interface Signal {
  /// The objects of an [Interest]: first all that are there (of [Interest.One], also that it is
  /// absent), then changes, in the store's order.
  ///
  /// @param complete whether `changes` is the whole set anew, so that what it lacks is gone
  record Observed(Interest interest, List<Change> changes, boolean complete) implements Signal {}

  /// A child that was spawned or adopted was polled.
  record ChildPolled(OwnershipPath child, Polled polled) implements Signal {}

  /// The parent was polled.
  record ParentPolled(Polled polled) implements Signal {}

  /// A child on this node ended: it said [Effect.End], or it failed.
  ///
  /// @param failure empty if it ended by itself
  record ChildClosed(OwnershipPath child, String failure) implements Signal {}

  /// Another actor on this node said something.
  record Told(OwnershipPath from, Message message) implements Signal {}

  /// A time asked for with [Effect.WakeAfter] has come.
  record Woken(String tag) implements Signal {}

  /// An action asked for with [Effect.Perform] has an outcome.
  record Performed(Action action, Outcome outcome) implements Signal {}

  /// The engine says that something happened to a container of this actor's path.
  record Engine(EngineEvent event) implements Signal {}
}
