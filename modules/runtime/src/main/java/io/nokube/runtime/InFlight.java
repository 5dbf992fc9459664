package io.nokube.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How much of what one life has begun is not finished, so that an orderly end can wait for it.
final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  void began() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  void finished() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Blocks until all is finished, for so long at most.
  void await(Duration most) {
    long nanos = most.toNanos();
    lock.lock();
    try {
      while (count > 0 && nanos > 0) {
        nanos = none.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while an actor's last actions finish", e);
    } finally {
      lock.unlock();
    }
  }
}
