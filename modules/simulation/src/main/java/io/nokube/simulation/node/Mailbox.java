package io.nokube.simulation.node;

import io.nokube.actor.Batch;
import io.nokube.actor.Interest;
import io.nokube.actor.Signal;
import io.nokube.actor.Signal.Observed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The signals that wait for an actor; batches of the same view are one. As
/// `io.nokube.runtime.Mailbox`.
final class Mailbox {
  private sealed interface Letter {
    record Sealed(Signal signal) implements Letter {}

    record View(Interest interest) implements Letter {}
  }

  private final Deque<Letter> letters = new ArrayDeque<>();
  private final Map<Interest, Batch> batches = new HashMap<>();

  void add(Signal signal) {
    if (!(signal instanceof Observed seen)) {
      letters.add(new Letter.Sealed(signal));
      return;
    }
    Batch waiting = batches.get(seen.interest());
    if (waiting == null) {
      batches.put(seen.interest(), new Batch(seen));
      letters.add(new Letter.View(seen.interest()));
    } else {
      waiting.add(seen);
    }
  }

  void forget(Interest interest) {
    batches.remove(interest);
    letters.remove(new Letter.View(interest));
  }

  void clear() {
    letters.clear();
    batches.clear();
  }

  boolean isEmpty() {
    return letters.isEmpty();
  }

  Optional<Signal> next() {
    return Optional.ofNullable(letters.poll())
        .flatMap(letter ->
            switch (letter) {
              case Letter.Sealed(var signal) -> Optional.of(signal);
              case Letter.View(var interest) ->
                  Optional.ofNullable(batches.remove(interest)).<Signal>map(Batch::all);
            });
  }
}
