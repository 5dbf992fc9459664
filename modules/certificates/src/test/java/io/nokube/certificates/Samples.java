package io.nokube.certificates;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// A small cluster's certificates, made at one time.
final class Samples {
  /// Since real handshakes ask the machine's clock, it is the time of the test.
  static final Instant NOW = today();

  static final InstantSource CLOCK = InstantSource.fixed(NOW);
  static final Duration YEAR = Duration.ofDays(365);
  static final Authority NODES = authority("demo nodes");
  static final Authority USERS = authority("demo users");
  static final Holder N1 = Holder.node("n1", "demo", Names.of("n1", "127.0.0.1", "::1"));
  static final Holder ANNA = Holder.user("anna", "nokube:admins");

  private Samples() {}

  private static Instant today() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  static Authority authority(String name) {
    return Authority.create(name, CLOCK, YEAR.multipliedBy(10));
  }

  static Identity issued(Authority by, Holder holder) {
    return by.issue(holder, CLOCK, YEAR);
  }
}
