package io.nokube.actor.port;

import io.nokube.model.Revision;

/// What a linearizable read found.
public sealed interface Read<T> {
  record Found<T>(T value, Revision readAt) implements Read<T> {}

  record Absent<T>(Revision readAt) implements Read<T> {}

  /// We could not look.
  record Unavailable<T>(String why) implements Read<T> {}
}
