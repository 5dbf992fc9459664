package io.nokube.runtime;

/// Why a life of an actor on this node is over.
sealed interface Ending {
  /// Its behaviour said [io.nokube.actor.Effect.End]: its last writes are finished first.
  record Done() implements Ending {}

  /// It failed, hung, or lost its alive record while the lease lives: to be restarted in place.
  record Failed(String why) implements Ending {}

  /// Another life holds its path now. Nothing is destroyed.
  record Displaced(String why) implements Ending {}

  /// The agent stops. Its containers run on.
  record Stopped() implements Ending {}

  /// What local parents are told; empty if it ended by itself.
  default String failure() {
    return switch (this) {
      case Done _ -> "";
      case Failed(String why) -> why;
      case Displaced(String why) -> why;
      case Stopped _ -> "the agent stops";
    };
  }
}
