package io.nokube.runtime;

import io.nokube.actor.SteadyTime;
import java.time.Instant;
import java.time.InstantSource;

/// The clock of all that this process decides: it doesn't jump when the machine's does.
final class SteadyClock implements InstantSource {
  private SteadyTime time = new SteadyTime(Instant.now(), System.nanoTime());

  @Override
  public synchronized Instant instant() {
    time = time.at(Instant.now(), System.nanoTime());
    return time.shown();
  }
}
