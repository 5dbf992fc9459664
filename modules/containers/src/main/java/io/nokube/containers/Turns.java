package io.nokube.containers;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets a bounded number work at a time, first come first served: an engine that is asked for all
/// at once is slower for each, and no faster for all.
final class Turns {
  private final int atOnce;
  private final Duration each;
  private final Semaphore free;

  /// @param each the most that one turn takes
  Turns(int atOnce, Duration each) {
    this.atOnce = atOnce;
    this.each = each;
    this.free = new Semaphore(atOnce, true);
  }

  /// Waits for a turn and works; waits no longer than those ahead can take.
  ///
  /// @throws EngineAway if no turn came
  <T> T take(String doing, Supplier<T> work) {
    Duration longest = each.multipliedBy(2L + free.getQueueLength() / atOnce);
    try {
      if (!free.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new EngineAway(
            doing + ": Docker has been busy with what was asked before for " + longest, false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineAway(doing + ": interrupted while waiting for a turn", false, e);
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }
}
