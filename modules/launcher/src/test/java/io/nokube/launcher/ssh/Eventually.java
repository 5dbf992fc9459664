package io.nokube.launcher.ssh;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Awaits a condition, with a deadline.
final class Eventually {
  private Eventually() {}

  static void eventually(String what, BooleanSupplier condition) {
    var until = Instant.now().plus(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("not within 30 s: " + what);
      }
      pause();
    }
  }

  static void pause() {
    LockSupport.parkNanos(20_000_000);
  }
}
