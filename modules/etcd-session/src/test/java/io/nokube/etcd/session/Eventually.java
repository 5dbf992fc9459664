package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for a condition, with a deadline.
final class Eventually {

  private Eventually() {}

  static void within(Duration patience, String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + patience.toNanos();
    var met = condition.getAsBoolean();
    while (!met && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      met = condition.getAsBoolean();
    }
    assertThat(met).as("%s within %s", what, patience).isTrue();
  }

  static void soon(String what, BooleanSupplier condition) {
    within(Duration.ofSeconds(10), what, condition);
  }
}
