package io.nokube.kinds.container;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a container's actor is about.
sealed interface Doing {
  /// It asked the engine what is there, and decides on the answer.
  record Looking() implements Doing {}

  /// It knows what is there, and waits for its pod to say what is wanted.
  record Found(List<SeenContainer> seen) implements Doing {}

  /// It removes these, then goes on.
  record Clearing(Set<ContainerId> left) implements Doing {}

  /// Nothing runs; it begins again when the time has come, or when its pod lets it.
  record Waiting(boolean blocked) implements Doing {}

  record Pulling(Instant since) implements Doing {}

  /// @param ended lives of which an event said that they ended, before we knew them
  record Starting(Map<ContainerId, Integer> ended) implements Doing {}

  record Up(SeenContainer container) implements Doing {}

  /// It ended, and its policy lets it rest.
  record Over() implements Doing {}

  /// What runs gives way: to another of a new spec, or to nothing if a stop was asked for.
  record Stopping(ContainerId container) implements Doing {}

  /// The engine could not do something; it looks again in a moment.
  record Away() implements Doing {}
}
