package io.nokube.runtime;

import io.nokube.actor.Birth;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Signal;
import io.nokube.actor.Signal.Observed;
import io.nokube.actor.verdict.Hold;
import io.nokube.model.KubeObject;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.vertx.core.DeploymentOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One life of an actor on this node: from its spawning, through claiming its alive record and
/// running as a verticle, to its end. A restart is another life.
final class Life implements Consumer<Observed> {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  private final ActorHost host;
  private final HostedKind kind;
  private final Birth birth;
  private final Optional<OwnershipPath> parent;
  private final Mailbox mailbox = new Mailbox();
  private final Holding holding;
  private final Children children = new Children();
  private final Publishing publishing;
  private final InFlight inFlight = new InFlight();
  private final Map<OwnershipPath, Incarnation> spawners = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private volatile boolean running;
  private final CompletableFuture<Ending> buried = new CompletableFuture<>();
  private Optional<Runnable> next = Optional.empty();

  /// Incomplete while it is a verticle.
  private volatile CompletableFuture<Void> undeployed = CompletableFuture.completedFuture(null);

  Life(ActorHost host, HostedKind kind, Birth birth) {
    this.host = host;
    this.kind = kind;
    this.birth = birth;
    this.parent = birth.self().parent();
    this.holding = new Holding(this, host.ports().liveness(), host);
    this.publishing = new Publishing(this, host.ports().store());
  }

  OwnershipPath path() {
    return birth.self();
  }

  Optional<OwnershipPath> parent() {
    return parent;
  }

  Birth birth() {
    return birth;
  }

  HostedKind kind() {
    return kind;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  Holding holding() {
    return holding;
  }

  Children children() {
    return children;
  }

  Publishing publishing() {
    return publishing;
  }

  /// What was begun off the context and is not finished.
  InFlight inFlight() {
    return inFlight;
  }

  /// Runs what blocks on a virtual thread; a throw there fails this life.
  void virtually(String doing, Runnable task) {
    var _ =
        Thread.ofVirtual()
            .name(path() + " " + doing)
            .start(() -> {
              try {
                task.run();
              } catch (Throwable unforeseen) {
                fail(doing, unforeseen);
              }
            });
  }

  RuntimeSettings settings() {
    return host.settings();
  }

  Uid uid() {
    return birth.subject().map(subject -> subject.metadata().uid()).orElse(Uid.NONE);
  }

  /// Whether it acts for that object; a spawner that names none means whichever it is.
  boolean isSubject(Optional<KubeObject> subject) {
    return subject.map(object -> object.metadata().uid().equals(uid())).orElse(true);
  }

  /// Whether it runs and holds its record.
  boolean isAlive() {
    return running && !isClosing() && holding.incarnation().isPresent();
  }

  /// A parent wants it here: remembers which life of the parent.
  void wantedBy(OwnershipPath spawner, Incarnation incarnation) {
    spawners.merge(spawner, incarnation, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /// Whether it was wanted here by an older life of that parent than the given one, so that it goes
  /// where the newer life wants it.
  boolean handsOverTo(OwnershipPath spawner, Incarnation incarnation) {
    return Hold.handsOver(Optional.ofNullable(spawners.get(spawner)), incarnation);
  }

  Map<OwnershipPath, Incarnation> spawners() {
    return Map.copyOf(spawners);
  }

  /// Claims the record, then runs. Blocks.
  void begin() {
    if (!holding.claim() || isClosing()) {
      host.release(this);
      return;
    }
    LOG.info("actor {} lives as {}", path(), incarnationText());
    undeployed = new CompletableFuture<>();
    host.vertx()
        .deployVerticle(
            new ActorVerticle(this, host),
            new DeploymentOptions().setThreadingModel(kind.threading().model()))
        .onSuccess(id -> {
          var _ = closing.thenRun(() -> undeploy(id));
        })
        .onFailure(cause -> fail("deploying its verticle", cause));
    host.custody().watch(this);
  }

  private void undeploy(String id) {
    host.vertx()
        .undeploy(id)
        .onFailure(cause -> fail("undeploying its verticle", cause))
        .onComplete(_ -> undeployed.complete(null));
  }

  void runs() {
    running = true;
  }

  private String incarnationText() {
    return holding.incarnation().map(Incarnation::toString).orElse("nobody");
  }

  void deliver(Signal signal) {
    mailbox.deliver(signal);
  }

  /// Receives from the shared views.
  @Override
  public void accept(Observed seen) {
    mailbox.deliver(seen);
  }

  /// Something it did was not foreseen: this life is over, nobody else is harmed.
  void fail(String doing, Throwable cause) {
    if (isClosing()) {
      LOG.warn("actor {} after its end failed in {}", path(), doing, cause);
      return;
    }
    LOG.error("actor {} failed in {}", path(), doing, cause);
    close(new Ending.Failed(doing + ": " + cause));
  }

  /// Restarting a child has not helped: a new life of the parent begins with what is stored.
  void failsWith(OwnershipPath child, Ending.Failed why) {
    String failure =
        "%s failed more than %d times within %s, the last time: %s"
            .formatted(
                child, settings().failuresMost(), settings().failuresWithin(), why.failure());
    LOG.error("actor {} begins anew: {}", path(), failure);
    close(new Ending.Failed(failure));
  }

  boolean isClosing() {
    return closing.isDone();
  }

  /// Ends this life. Returns at once. The first reason counts.
  void close(Ending why) {
    if (ending.compareAndSet(null, why)) {
      mailbox.close();
      closing.complete(null);
      virtually("closing", () -> host.bury(this, why));
    }
  }

  /// Ends this life when virtual threads may be stuck too.
  ///
  /// @param by runs what blocks
  void closeStuck(Ending why, Executor by) {
    if (ending.compareAndSet(null, why)) {
      mailbox.close();
      closing.complete(null);
      by.execute(() -> host.bury(this, why));
    }
  }

  /// Runs a task once this life is buried, in place of any other that waits for that.
  void afterwards(Runnable task) {
    synchronized (this) {
      if (!buried.isDone()) {
        next = Optional.of(task);
        return;
      }
    }
    task.run();
  }

  void buried(Ending why) {
    Optional<Runnable> task;
    synchronized (this) {
      buried.complete(why);
      task = next;
    }
    task.ifPresent(Runnable::run);
  }

  /// Completes with the reason when its path is free again.
  CompletableFuture<Ending> burial() {
    return buried.copy();
  }

  /// Completes when nothing of it is left in Vert.x either.
  CompletableFuture<Void> undeployment() {
    return buried.thenCompose(_ -> undeployed);
  }

  /// Waits a retry's time, or until the life ends.
  void pause() {
    pause(settings().retry());
  }

  void pause(Duration time) {
    pauseUntil(new CompletableFuture<>(), time);
  }

  /// Waits for something, for so long at most, or until the life ends.
  ///
  /// @return whether it came
  boolean pauseUntil(CompletableFuture<Void> event, Duration most) {
    try {
      CompletableFuture.anyOf(closing, event).get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("waiting in " + path(), e);
    }
    return event.isDone();
  }
}
