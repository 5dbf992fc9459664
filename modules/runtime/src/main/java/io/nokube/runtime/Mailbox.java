package io.nokube.runtime;

import io.nokube.actor.Batch;
import io.nokube.actor.Interest;
import io.nokube.actor.Signal;
import io.nokube.actor.Signal.Observed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The signals that wait for an actor, in the order of arrival; batches of the same view are one.
/// Takes signals from any thread, before the actor runs too; hands them out one at a time.
final class Mailbox {
  /// After so many in a row, others on the same event loop get their turn.
  private static final int TURN = 16;

  private sealed interface Letter {
    record Sealed(Signal signal) implements Letter {}

    /// Stands for whatever [#batches] holds once its turn comes.
    record View(Interest interest) implements Letter {}
  }

  private final Deque<Letter> letters = new ArrayDeque<>();
  private final Map<Interest, Batch> batches = new HashMap<>();
  private Optional<Reader> reader = Optional.empty();
  private boolean scheduled;
  private boolean closed;
  private long handled;

  /// Runs turns of the actor on its context.
  ///
  /// @param later runs a task on the context, in order
  record Reader(Consumer<Runnable> later, Consumer<Signal> on) {}

  /// From now on, signals are read.
  void open(Reader by) {
    synchronized (this) {
      reader = Optional.of(by);
    }
    schedule();
  }

  void deliver(Signal signal) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!(signal instanceof Observed seen)) {
        letters.add(new Letter.Sealed(signal));
      } else {
        Batch waiting = batches.get(seen.interest());
        if (waiting == null) {
          batches.put(seen.interest(), new Batch(seen));
          letters.add(new Letter.View(seen.interest()));
        } else {
          waiting.add(seen);
        }
      }
    }
    schedule();
  }

  /// Forgets a view's changes that the actor no longer wants to see.
  synchronized void forget(Interest interest) {
    batches.remove(interest);
    letters.remove(new Letter.View(interest));
  }

  synchronized void close() {
    closed = true;
    letters.clear();
    batches.clear();
  }

  /// How many signals were handled, if there are others that wait or one that is being handled: the
  /// same number again and again means no progress.
  synchronized OptionalLong waitingAfter() {
    return scheduled ? OptionalLong.of(handled) : OptionalLong.empty();
  }

  private void schedule() {
    Reader by;
    synchronized (this) {
      if (scheduled || reader.isEmpty() || letters.isEmpty()) {
        return;
      }
      scheduled = true;
      by = reader.get();
    }
    by.later().accept(() -> turn(by));
  }

  private void turn(Reader by) {
    for (int i = 0; i < TURN; i++) {
      Optional<Signal> next = next();
      if (next.isEmpty()) {
        break;
      }
      by.on().accept(next.get());
    }
    synchronized (this) {
      scheduled = false;
    }
    schedule();
  }

  private synchronized Optional<Signal> next() {
    handled++;
    return Optional.ofNullable(letters.poll())
        .map(letter ->
            switch (letter) {
              case Letter.Sealed(var signal) -> signal;
              case Letter.View(var interest) -> taken(interest);
            });
  }

  private Signal taken(Interest interest) {
    Batch batch = batches.remove(interest);
    if (batch == null) {
      throw new IllegalStateException("the changes of " + interest + " were taken twice");
    }
    return batch.all();
  }
}
