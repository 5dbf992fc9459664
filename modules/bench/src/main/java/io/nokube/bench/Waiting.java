package io.nokube.bench;

import java.io.IOException;
import java.time.Duration;

/// Waits, always with a deadline.
final class Waiting {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private Waiting() {}

  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /// Asks again and again. What is asked costs the machine something too, so not without a pause.
  static void until(String what, Duration pause, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("waited " + LONGEST.toSeconds() + " s for " + what);
      }
      Thread.sleep(pause);
    }
  }

  /// Lets the machine come to rest between two measurements.
  static void rest() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));
  }
}
