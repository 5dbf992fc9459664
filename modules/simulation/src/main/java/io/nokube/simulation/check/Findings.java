package io.nokube.simulation.check;

import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.util.Optional;

/// The first violation of a history, and a fingerprint of all that happened in it.
public final class Findings {
  private static final long PRIME = 0x100000001B3L;

  private final Timeline time;
  private Optional<Violation> first = Optional.empty();
  private long fingerprint = 0xCBF29CE484222325L;

  public Findings(Timeline time) {
    this.time = time;
  }

  public void found(String rule, String what) {
    if (first.isEmpty()) {
      first = Optional.of(new Violation(rule, Duration.ofNanos(time.now() * 1000), what));
    }
  }

  public Optional<Violation> first() {
    return first;
  }

  /// Equal histories have equal fingerprints, in every process.
  public long fingerprint() {
    return fingerprint;
  }

  void saw(String what) {
    fingerprint = (fingerprint ^ what.hashCode()) * PRIME;
    fingerprint = (fingerprint ^ time.now()) * PRIME;
  }
}
