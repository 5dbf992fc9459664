package io.nokube.api;

import java.util.ArrayDeque;
import java.util.Deque;

/// How many requests of one sort are carried out at the same time, and how many wait for that in
/// the order in which they came. Of any more nothing is kept: they are refused, so that a flood of
/// one sort costs neither memory nor another sort's answers. Not safe for threads: one context's.
final class Lane {
  private final int atOnce;
  private final int mayWait;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int inside;

  /// @param mayWait 0: whoever can't go on at once is refused
  Lane(int atOnce, int mayWait) {
    this.atOnce = atOnce;
    this.mayWait = mayWait;
  }

  /// Runs what is to be done at once, or when it is its turn.
  ///
  /// @param go to be followed by [#leave()] once it is done
  /// @return whether it was taken
  boolean enter(Runnable go) {
    if (inside < atOnce) {
      inside++;
      go.run();
      return true;
    }
    return waiting.size() < mayWait && waiting.add(go);
  }

  void leave() {
    Runnable next = waiting.poll();
    if (next == null) {
      inside--;
    } else {
      next.run();
    }
  }

  String busy() {
    return mayWait == 0
        ? "%d are open".formatted(inside)
        : "%d are carried out and %d wait".formatted(inside, waiting.size());
  }
}
