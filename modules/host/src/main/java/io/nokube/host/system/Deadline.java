package io.nokube.host.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The moment by which something must have happened.
///
/// One deadline is handed down through a whole operation, so that its parts share the time instead
/// of adding up theirs.
public record Deadline(long atNanos, Duration whole) {

  public static Deadline in(Duration whole) {
    return new Deadline(System.nanoTime() + whole.toNanos(), whole);
  }

  /// What is left, never negative.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  public boolean passed() {
    return atNanos - System.nanoTime() <= 0;
  }

  /// This deadline, or `longest` from now if that is sooner.
  public Deadline atMost(Duration longest) {
    return longest.compareTo(remaining()) < 0 ? in(longest) : this;
  }

  /// Asks again and again, with `pause` between, until the answer is yes or the time is over.
  ///
  /// @return whether it became true in time
  public boolean await(Duration pause, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (passed()) {
        return false;
      }
      try {
        Thread.sleep(pause.compareTo(remaining()) < 0 ? pause : remaining());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StepFailure("interrupted while waiting", "run the command again", e);
      }
    }
    return true;
  }
}
