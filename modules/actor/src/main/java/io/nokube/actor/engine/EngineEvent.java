package io.nokube.actor.engine;

import io.nokube.model.OwnershipPath;

/// Something happened to a container that carries our labels.
public sealed interface EngineEvent {
  OwnershipPath path();

  /// It ended, by itself or killed.
  record Died(OwnershipPath path, ContainerId container, int exitCode) implements EngineEvent {}

  /// It was removed, perhaps by a stranger.
  record Destroyed(OwnershipPath path, ContainerId container) implements EngineEvent {}

  /// Events may have been missed (the engine was away): look again.
  record Missed(OwnershipPath path) implements EngineEvent {}
}
