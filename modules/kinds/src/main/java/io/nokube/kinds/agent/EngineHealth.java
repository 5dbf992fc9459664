package io.nokube.kinds.agent;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;

/// What is known of the node's container engine from asking it.
///
/// That nobody listens is certain at once. An engine that takes too long, or answers nonsense, may
/// be busy or in the middle of a restart: only the second time in a row says that it is down.
///
/// @param doubted whether it gave no good answer when it was last asked
record EngineHealth(Word word, boolean doubted) {
  static final EngineHealth UNASKED = new EngineHealth(new Word.None(), false);

  /// What may be said of it.
  sealed interface Word {
    /// It was not asked yet in this life of the agent.
    record None() implements Word {}

    /// @param version as a Node shows it: `docker://28.1.0`
    record Answers(String version) implements Word {}

    /// @param why for the user
    record Down(String why) implements Word {}
  }

  /// After it was asked once more.
  EngineHealth after(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Result.Engine(String version, var pods)) ->
          new EngineHealth(new Word.Answers(version), false);
      case Outcome.Done(Result other) -> doubted("it answered " + other);
      case Outcome.Refused(String reason, String message) ->
          reason.equals("Unavailable")
              ? new EngineHealth(new Word.Down(message), true)
              : doubted(message);
      case Outcome.Unknown(String message) -> doubted(message);
    };
  }

  private EngineHealth doubted(String why) {
    return new EngineHealth(doubted ? new Word.Down(why) : word, true);
  }
}
