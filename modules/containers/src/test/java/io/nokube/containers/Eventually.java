package io.nokube.containers;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Awaits a condition, with a deadline.
final class Eventually {
  private Eventually() {}

  static void within(Duration deadline, String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(deadline);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(what + ": not within " + deadline);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
