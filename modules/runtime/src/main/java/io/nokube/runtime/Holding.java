package io.nokube.runtime;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Claim;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.actor.verdict.Hold;
import io.nokube.model.OwnershipPath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life's hold on its alive record: claiming it, keeping it through the loss of the lease,
/// writing under it, giving it back. Every method but [#incarnation] blocks.
final class Holding {
  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

  private final Life life;
  private final Liveness liveness;
  private final Node node;

  /// Several things may hint at once that the record is gone.
  private final ReentrantLock examining = new ReentrantLock();

  /// What was claimed while the answer is not known: it may be there though nobody heard so.
  private volatile Optional<AliveRecord> claimed = Optional.empty();

  private volatile boolean leaseLost;

  /// Incomplete while the record is not held. Replaced when it is lost.
  private volatile CompletableFuture<Incarnation> held = new CompletableFuture<>();

  /// What a hold needs to know of the node it is on.
  interface Node {
    /// Whether this process is known to be the node's only agent, so that a record of this node
    /// that no life here holds is a leftover.
    boolean isSeated();

    /// The path of the node's agent.
    OwnershipPath seat();

    /// The seat's incarnation, if it is read as held by this process, so that its lease lives.
    Optional<Incarnation> soundSeat();

    /// Asks another node to let go of an actor that a newer life of its parent wants elsewhere.
    void askToHandOver(Life life, Seen holder);

    /// Gives a life's record back, and sees to it that it is.
    void release(Life life);
  }

  Holding(Life life, Liveness liveness, Node node) {
    this.life = life;
    this.liveness = liveness;
    this.node = node;
  }

  Optional<Incarnation> incarnation() {
    return Optional.ofNullable(held.getNow(null));
  }

  /// Waits until the record is held. False if the life was closed before.
  boolean claim() {
    AliveRecord record = record();
    try (ClaimWait wait = new ClaimWait(life, liveness)) {
      while (!life.isClosing()) {
        switch (claim(record)) {
          case Claim.Held(var incarnation) -> {
            held.complete(incarnation);
            return true;
          }
          case Claim.Taken(var by) -> {
            wait.because("held by node " + by.record().node() + " as " + by.incarnation());
            contest(by);
            wait.untilItGoes();
          }
          case Claim.Unavailable(var why) -> {
            wait.because(why);
            wait.untilRetry();
          }
        }
      }
      return false;
    }
  }

  /// Made once for all tries, so that a claim whose answer was lost is known again.
  private AliveRecord record() {
    return new AliveRecord(
        path(),
        life.birth().node(),
        path().kind(),
        life.uid(),
        "Running",
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private Claim claim(AliveRecord record) {
    claimed = Optional.of(record);
    Claim claim = liveness.claim(record);
    switch (claim) {
      case Claim.Held _, Claim.Taken _ -> claimed = Optional.empty();
      case Claim.Unavailable _ -> {}
    }
    return claim;
  }

  private void contest(Seen by) {
    if (!by.record().node().equals(life.birth().node())) {
      node.askToHandOver(life, by);
    } else if (node.isSeated()) {
      liveness.release(path(), by.incarnation());
    }
  }

  /// The process' lease was lost: what [#examine] finds gone is claimed anew.
  void leaseLost() {
    leaseLost = true;
  }

  /// The record may be gone: finds out why, and acts on it. Gone with the lease, it is claimed anew
  /// and the life goes on. Gone while the lease lives, somebody wants the actor restarted. Held by
  /// another, this life is over.
  void examine() {
    examining.lock();
    try {
      while (!life.isClosing() && incarnation().isPresent()) {
        switch (check()) {
          case Hold.Sound _ -> {
            return;
          }
          case Hold.Taken(var by) -> {
            life.close(new Ending.Displaced("node " + by.record().node() + " has its record"));
            return;
          }
          case Hold.Missing _ -> {
            switch (remedy()) {
              case REGAIN -> {
                regain();
                return;
              }
              case RESTART -> {
                life.close(new Ending.Failed("its alive record was removed"));
                return;
              }
              case LOOK_AGAIN -> life.pause();
            }
          }
          case Hold.Unknown _ -> life.pause();
        }
      }
    } finally {
      examining.unlock();
    }
  }

  private Hold.Remedy remedy() {
    Optional<Incarnation> seat = node.soundSeat();
    return incarnation()
        .map(mine -> Hold.ofMissing(mine, leaseLost, path().equals(node.seat()), seat))
        .orElse(Hold.Remedy.LOOK_AGAIN);
  }

  private void regain() {
    leaseLost = false;
    held = new CompletableFuture<>();
    AliveRecord record = record();
    while (!life.isClosing()) {
      switch (claim(record)) {
        case Claim.Held(var incarnation) -> {
          held.complete(incarnation);
          LOG.info("actor {} lives on as {}", path(), incarnation);
          if (life.isClosing()) {
            node.release(life);
          }
          return;
        }
        case Claim.Taken(var by) when !by.record().node().equals(life.birth().node()) -> {
          life.close(new Ending.Displaced("node " + by.record().node() + " has taken its record"));
          return;
        }
        case Claim.Taken(var by) -> {
          contest(by);
          life.pause();
        }
        case Claim.Unavailable _ -> life.pause();
      }
    }
    // It closed meanwhile, and the claim may have come to pass.
    node.release(life);
  }

  Hold check() {
    return Hold.of(incarnation(), liveness.read(path()));
  }

  /// Writes under this life's incarnation. A write that was refused because the lease had been lost
  /// is repeated under the new one, so that `Fenced` means: somebody else lives this path.
  Write write(Function<Fence, Write> call) {
    Optional<Incarnation> before = await();
    if (before.isEmpty()) {
      return unavailable();
    }
    Write first = call.apply(new Fence.Actor(path(), before.get()));
    if (!(first instanceof Write.Refused refused) || refused.reason() != Reason.FENCED) {
      return first;
    }
    Optional<Incarnation> after = await();
    if (after.isPresent() && !after.equals(before)) {
      return call.apply(new Fence.Actor(path(), after.get()));
    }
    return switch (check()) {
      case Hold.Taken _ -> first;
      case Hold.Missing _ -> {
        life.virtually("looking after its record", this::examine);
        yield unavailable();
      }
      case Hold.Sound _, Hold.Unknown _ -> unavailable();
    };
  }

  private Optional<Incarnation> await() {
    try {
      return Optional.of(held.get(life.settings().retry().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("waiting for the alive record of " + path(), e);
    }
  }

  private Write unavailable() {
    return new Write.Refused(
        Reason.UNAVAILABLE, "the alive record of " + path() + " is being claimed anew");
  }

  /// Gives the record back, once.
  void release() {
    left().ifPresent(mine -> liveness.release(path(), mine));
  }

  /// The incarnation that is still to be released.
  private Optional<Incarnation> left() {
    if (incarnation().isPresent() || claimed.isEmpty()) {
      return incarnation();
    }
    return liveness.read(path()) instanceof Read.Found<Seen>(var seen, _) && isMine(seen)
        ? Optional.of(seen.incarnation())
        : Optional.empty();
  }

  /// Whether a release is known to have come to pass.
  boolean isReleased() {
    return (claimed.isEmpty() && incarnation().isEmpty())
        || switch (liveness.read(path())) {
          case Read.Found<Seen>(var seen, _) -> !isMine(seen);
          case Read.Absent<Seen> _ -> true;
          case Read.Unavailable<Seen> _ -> false;
        };
  }

  private boolean isMine(Seen seen) {
    return Hold.isOf(incarnation(), claimed, seen);
  }

  private OwnershipPath path() {
    return life.path();
  }
}
