package io.nokube.runtime;

import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Liveness.RecordWatcher;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a life waits for an alive record that it can't have yet: until it goes, with a small jitter
/// so that not all candidates come at once, and never longer than the configured retry.
final class ClaimWait implements RecordWatcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimWait.class);
  private static final int JITTER_MILLIS = 50;
  private static final Duration SOON = Duration.ofMillis(20);

  private final Life life;
  private final Liveness liveness;
  private volatile CompletableFuture<Void> gone = new CompletableFuture<>();
  private Optional<Subscription> watch = Optional.empty();
  private String why = "";
  private Duration soon = SOON;

  ClaimWait(Life life, Liveness liveness) {
    this.life = life;
    this.liveness = liveness;
  }

  void because(String reason) {
    if (!reason.equals(why)) {
      LOG.info("actor {} waits for its alive record: {}", life.path(), reason);
      why = reason;
    }
  }

  /// Soon at first: a process that has only begun has no lease yet.
  void untilRetry() {
    Duration most = life.settings().retry();
    life.pause(soon.compareTo(most) < 0 ? soon : most);
    soon = soon.compareTo(most) < 0 ? soon.multipliedBy(2) : most;
  }

  /// The first time not at all: it may have gone before it was watched.
  void untilItGoes() {
    if (watch.isEmpty()) {
      watch = Optional.of(liveness.watch(life.path().text(), this));
      return;
    }
    if (life.pauseUntil(gone, life.settings().retry())) {
      gone = new CompletableFuture<>();
      life.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)));
    }
  }

  @Override
  public void appeared(Seen seen) {}

  @Override
  public void went(OwnershipPath which) {
    if (which.equals(life.path())) {
      gone.complete(null);
    }
  }

  @Override
  public void close() {
    watch.ifPresent(Subscription::close);
  }
}
