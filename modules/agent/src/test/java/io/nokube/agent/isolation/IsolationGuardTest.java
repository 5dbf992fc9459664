package io.nokube.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.isolation.Times;
import io.nokube.containers.RunningContainer;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Renewed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a guard leaves for the one after it.
class IsolationGuardTest {
  private static final Times TIMES = new Times(Duration.ofHours(1), Duration.ofSeconds(1));

  @TempDir private Path folder;

  /// Whose last renewal was sent a second before the first look, and none since: with every look it
  /// says that it was much longer ago, so that none is newer.
  private static final class OneRenewal implements IsolationGuard.Lease {
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch seen = new CountDownLatch(3);

    @Override
    public Optional<Renewed> renewed() {
      seen.countDown();
      Duration ago = Duration.ofSeconds(1 + 60L * looks.getAndIncrement());
      return Optional.of(new Renewed(new LeaseId(1), ago));
    }

    @Override
    public Optional<Incarnation> claimed() {
      return Optional.of(new Incarnation(1));
    }
  }

  private record NoContainers() implements IsolationGuard.Containers {
    @Override
    public List<RunningContainer> running() {
      return List.of();
    }

    @Override
    public Outcome stop(ContainerId container, Duration grace) {
      throw new IllegalStateException("nothing runs");
    }
  }

  @Test
  void aRenewalThatCouldNotBeLeftIsLeftLater() throws Exception {
    Path memory = Files.writeString(folder.resolve("memory"), "in the way of the folder");
    OneRenewal lease = new OneRenewal();
    try (IsolationGuard guard = IsolationGuard.start(TIMES, lease, new NoContainers(), memory)) {
      assertThat(lease.seen.await(20, TimeUnit.SECONDS)).isTrue();
      Files.delete(memory);

      LeftRenewals left = new LeftRenewals(memory);
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (left.read().isEmpty() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(left.read()).isPresent();
      assertThat(guard.epoch()).contains(0);
    }
  }
}
