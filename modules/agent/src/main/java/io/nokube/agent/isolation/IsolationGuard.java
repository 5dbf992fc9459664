package io.nokube.agent.isolation;

import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.actor.port.PodEngine;
import io.nokube.etcd.session.LeaseId;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends this node's containers when it has been cut off from etcd for so long that others may soon
/// run in their place. Has a thread of its own, which no verticle can block, and asks the engine
/// itself.
///
/// If the process was stopped or starved meanwhile, it does so at its next look, by KILL if the
/// grace is over; a process that was just started has [#FIRST_CONTACT] to find etcd.
public final class IsolationGuard implements AutoCloseable {
  /// Leaves room, within ten seconds of an agent's start, for it to start and to kill.
  static final Duration FIRST_CONTACT = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(IsolationGuard.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Times times;
  private final Lease lease;
  private final PodEngine engine;
  private final LongSupplier nanos;
  private final Map<ContainerId, Asked> asked = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "isolation-guard");
  private Renewals renewals;
  private boolean serving = true;

  /// What a session tells of its lease.
  public interface Lease {
    /// Empty while it holds none.
    Optional<LeaseId> current();

    /// How long ago the last renewal that etcd confirmed was sent; empty while it holds none.
    Optional<Duration> sinceRenewed();
  }

  private enum Asked {
    TO_END,
    TO_DIE
  }

  IsolationGuard(Times times, Lease lease, PodEngine engine, LongSupplier nanos) {
    this.times = times;
    this.lease = lease;
    this.engine = engine;
    this.nanos = nanos;
    this.renewals = Renewals.unknown(nanos.getAsLong(), times.endAfter(), FIRST_CONTACT);
    thread.setDaemon(true);
  }

  /// @param engine asked directly: what is due is done even if nothing else here works
  public static IsolationGuard start(Times times, Lease lease, PodEngine engine) {
    IsolationGuard guard = new IsolationGuard(times, lease, engine, System::nanoTime);
    guard.thread.start();
    return guard;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      LOG.error("the isolation guard was interrupted: if this node is cut off, its pods run on");
    }
  }

  /// What is due now is done, or begun.
  void look() {
    switch (duty()) {
      case Times.Duty.Serve _ -> asked.clear();
      case Times.Duty.End(Duration left) -> end(Asked.TO_END, left);
      case Times.Duty.Kill _ -> end(Asked.TO_DIE, Duration.ZERO);
    }
  }

  private synchronized Times.Duty duty() {
    long now = nanos.getAsLong();
    renewals =
        lease
            .sinceRenewed()
            .map(since -> renewals.seen(lease.current(), now - since.toNanos()))
            .orElse(renewals);
    Duration since = renewals.since(now);
    Times.Duty duty = times.at(since);
    boolean serves = duty instanceof Times.Duty.Serve;
    if (serving && !serves) {
      renewals = renewals.ended();
      LOG.warn("cut off from etcd: containers are ended before others take over since={}", since);
    } else if (!serving && serves) {
      LOG.info("in contact with etcd again: pods that are still bound here may run");
    }
    serving = serves;
    return duty;
  }

  /// In which epoch containers may be started now; empty: in none.
  synchronized Optional<Integer> epoch() {
    return duty() instanceof Times.Duty.Serve ? Optional.of(renewals.epoch()) : Optional.empty();
  }

  private void end(Asked how, Duration grace) {
    switch (engine.find(OwnershipPath.KUBECONTROLLER)) {
      case Outcome.Done(Result.Containers(var containers)) ->
          containers.stream()
              .filter(container -> container.state() instanceof State.Running)
              .forEach(container -> end(container, how, grace));
      case Outcome.Done(Result other) -> throw new IllegalStateException("found " + other);
      case Outcome.Refused(var _, String why) -> LOG.error("cannot look for containers: {}", why);
      case Outcome.Unknown(String why) -> LOG.error("cannot look for containers: {}", why);
    }
  }

  private void end(SeenContainer container, Asked how, Duration grace) {
    ContainerId id = container.id();
    Asked before = asked.put(id, how);
    if (before == how) {
      return;
    }
    var _ =
        Thread.ofVirtual()
            .name("ending " + container.path())
            .start(() -> {
              Outcome outcome = engine.stop(id, grace);
              if (outcome instanceof Outcome.Done) {
                LOG.warn("ended, since this node is cut off container={}", container.path());
              } else {
                LOG.error("not ended container={} why={}", container.path(), outcome);
              }
              asked.remove(id, how); // if it runs still, it is asked again
            });
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
