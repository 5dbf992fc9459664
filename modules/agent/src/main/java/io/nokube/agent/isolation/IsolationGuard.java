package io.nokube.agent.isolation;

import io.nokube.actor.Incarnation;
import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.isolation.Guard;
import io.nokube.actor.isolation.Renewals;
import io.nokube.actor.isolation.Times;
import io.nokube.containers.RunningContainer;
import io.nokube.etcd.session.LeaseId;
import io.nokube.etcd.session.Renewed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends this node's containers when it has been cut off from etcd for so long that others may soon
/// run in their place. Has a thread of its own, which no verticle can block, and asks the engine
/// itself, by the one question that a half-dead engine still answers.
///
/// What is due is judged by what was known before: a process that was paused ends what it is late
/// for, also if it is in contact again by then.
public final class IsolationGuard implements AutoCloseable {
  /// For a node that has just booted, or never ran this cluster's agent: there is nothing to end.
  static final Duration FIRST_CONTACT = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(IsolationGuard.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Lease lease;
  private final Containers containers;
  private final LeftRenewals left;
  private final Map<ContainerId, Asked> asked = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "isolation-guard");

  /// Changed by the guard's thread alone.
  private volatile Guard<LeaseId> guard;

  /// What a session tells of its lease, and the runtime of what hangs on it.
  public interface Lease {
    /// Empty while it holds none.
    Optional<Renewed> renewed();

    /// The incarnation of this agent's alive record; empty while it isn't held.
    Optional<Incarnation> claimed();
  }

  /// The node's containers.
  public interface Containers {
    /// @throws RuntimeException if the engine can't be asked
    List<RunningContainer> running();

    /// TERM, then KILL after the grace.
    Outcome stop(ContainerId container, Duration grace);
  }

  private enum Asked {
    TO_END,
    TO_DIE
  }

  private IsolationGuard(Times times, Lease lease, Containers containers, LeftRenewals left) {
    this.lease = lease;
    this.containers = containers;
    this.left = left;
    this.guard = Guard.begin(times, left.read(), System.nanoTime(), FIRST_CONTACT);
    thread.setDaemon(true);
  }

  /// @param memory a folder of this agent alone, on a tmpfs
  public static IsolationGuard start(Times times, Lease lease, Containers containers, Path memory) {
    IsolationGuard guard = new IsolationGuard(times, lease, containers, new LeftRenewals(memory));
    guard.thread.start();
    return guard;
  }

  private void run() {
    try {
      do {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("the isolation guard could not do what is due, and tries again", e);
        }
      } while (!closed.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      LOG.error("the isolation guard was interrupted: if this node is cut off, its pods run on");
    }
  }

  private void look() {
    long now = System.nanoTime();
    boolean served = guard.serving();
    guard = guard.judged(now);
    if (served && !guard.serving()) {
      LOG.warn(
          "cut off from etcd: containers are ended before others take over since={}",
          guard.renewals().since(now));
    } else if (!served && guard.serving()) {
      LOG.info("in contact with etcd again: pods that are still bound here may run");
    }
    switch (guard.due(now)) {
      case Times.Duty.Serve _ -> asked.clear();
      case Times.Duty.End(Duration grace) -> end(Asked.TO_END, grace);
      case Times.Duty.Kill _ -> end(Asked.TO_DIE, Duration.ZERO);
    }
    refresh(); // last: while the engine can't be asked what runs, what is due stays due
  }

  private void refresh() {
    long now = System.nanoTime(); // before the lease is looked at: errs on the early side
    Optional<Renewed> renewed = lease.renewed();
    guard =
        guard.seen(now, renewed.map(Renewed::lease), renewed.map(Renewed::ago), lease.claimed());
    Renewals<LeaseId> known = guard.renewals();
    if (known.lease().isPresent()) { // otherwise it is only assumed, or was left here before
      left.write(known);
    }
  }

  /// In which epoch containers may be started now; empty: in none.
  Optional<Integer> epoch() {
    return guard.epoch(System.nanoTime());
  }

  /// A pause container has nothing to end by itself, and holds the network of those that do.
  private void end(Asked how, Duration grace) {
    containers.running().stream()
        .filter(container -> how == Asked.TO_DIE || !container.sandbox())
        .forEach(container -> end(container, how, grace));
  }

  private void end(RunningContainer container, Asked how, Duration grace) {
    ContainerId id = container.id();
    Asked before = asked.put(id, how);
    if (before == how) {
      return;
    }
    var _ =
        Thread.ofVirtual()
            .name("ending " + container.path())
            .start(() -> {
              Outcome outcome = containers.stop(id, grace);
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
