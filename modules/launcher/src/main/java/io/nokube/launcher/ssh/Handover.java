package io.nokube.launcher.ssh;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Hands things from one thread to another, one at a time: who gives waits until the last one was
/// taken.
///
/// A queue of the JDK's would do, but for leaving: only an interrupt ends the wait at one, and that
/// closes the socket which a virtual thread may be using.
final class Handover<T> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<T> thing = Optional.empty();
  private boolean closed;

  /// @return false if nobody takes any more
  boolean give(T fresh) {
    lock.lock();
    try {
      while (thing.isPresent() && !closed) {
        changed.awaitUninterruptibly();
      }
      if (!closed) {
        thing = Optional.of(fresh);
        changed.signalAll();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// @return empty if nothing was given in time, or if this is closed
  Optional<T> take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (thing.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      var taken = thing;
      thing = Optional.empty();
      changed.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
