package io.nokube.launcher.ssh;

import java.time.Duration;

/// The moment by which something must have happened; handed down, so that the parts of an operation
/// share the time.
record Deadline(long atNanos, Duration whole) {

  static Deadline in(Duration whole) {
    return new Deadline(System.nanoTime() + whole.toNanos(), whole);
  }

  /// What is left, never negative.
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  boolean passed() {
    return atNanos - System.nanoTime() <= 0;
  }

  /// What is left for a call that takes 0 for "no limit".
  int millis() {
    return Math.clamp(remaining().toMillis(), 1, Integer.MAX_VALUE);
  }
}
