package io.nokube.runtime;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Message;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Write;
import io.nokube.actor.verdict.Hold;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Event.EventSource;
import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.nokube.runtime.notes.Notes;
import io.nokube.runtime.views.Views;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which actors live on this node: brings them to life, lets them talk, buries them.
final class ActorHost implements Holding.Node {
  private static final Logger LOG = LoggerFactory.getLogger(ActorHost.class);

  private final Vertx vertx;
  private final NodeName node;
  private final Ports ports;
  private final RuntimeSettings settings;
  private final Map<String, HostedKind> kinds;
  private final Bus bus;
  private final Views views;
  private final Actions actions;
  private final RollCall rollCall;
  private final Custody custody;
  private final Notes notes;
  private final Map<OwnershipPath, Life> lives = new ConcurrentHashMap<>();
  private final SteadyClock clock = new SteadyClock();
  private volatile boolean stopping;

  ActorHost(
      Vertx vertx,
      NodeName node,
      Ports ports,
      RuntimeSettings settings,
      Map<String, HostedKind> kinds,
      Bus bus) {
    this.vertx = vertx;
    this.node = node;
    this.ports = ports;
    this.settings = settings;
    this.kinds = Map.copyOf(kinds);
    this.bus = bus;
    this.views = new Views(ports.store());
    this.actions = new Actions(ports, settings);
    this.rollCall = new RollCall(this, bus);
    this.custody = new Custody(this, ports.liveness());
    this.notes = new Notes(ports.store(), this::writeAsSeat, this::gathered);
  }

  Vertx vertx() {
    return vertx;
  }

  NodeName node() {
    return node;
  }

  Ports ports() {
    return ports;
  }

  RuntimeSettings settings() {
    return settings;
  }

  /// What is decided is decided by this time.
  Instant now() {
    return clock.instant();
  }

  RollCall rollCall() {
    return rollCall;
  }

  Custody custody() {
    return custody;
  }

  Views views() {
    return views;
  }

  Collection<Life> lives() {
    return List.copyOf(lives.values());
  }

  Optional<Life> life(OwnershipPath path) {
    return Optional.ofNullable(lives.get(path));
  }

  /// Has an actor run here. One that runs already is left as it is; one that is ending, or acts for
  /// an object of the same name that is no more, is followed by the new one.
  ///
  /// @return the life that has the path now; nothing if the node stops
  /// @throws IllegalArgumentException if this node hosts no such kind
  Optional<Life> ensure(OwnershipPath path, Optional<KubeObject> subject, Optional<Spawner> by) {
    HostedKind kind = kinds.get(path.kind());
    if (kind == null) {
      throw new IllegalArgumentException(
          "node "
              + node
              + " hosts no kind \""
              + path.kind()
              + "\", so "
              + path
              + " can't run here");
    }
    if (stopping) {
      return Optional.empty();
    }
    Life fresh = new Life(this, kind, new Birth(path, node, subject));
    Life present = lives.putIfAbsent(path, fresh);
    Life life = present == null ? fresh : present;
    if (present != null && (present.isClosing() || !present.isSubject(subject))) {
      present.afterwards(() -> ensure(path, subject, by));
      return Optional.of(present);
    }
    by.ifPresent(spawner -> life.wantedBy(spawner.path(), spawner.incarnation()));
    if (present == null) {
      life.virtually("coming to life", life::begin);
    }
    return Optional.of(life);
  }

  /// Who wants an actor to run: a parent, in a certain life.
  record Spawner(OwnershipPath path, Incarnation incarnation) {}

  void spawnFor(Life parent, Effect.Spawn spawn) {
    Optional<Spawner> by =
        parent.holding().incarnation().map(mine -> new Spawner(parent.path(), mine));
    if (spawn.node().equals(node)) {
      try {
        ensure(spawn.child(), spawn.subject(), by);
      } catch (IllegalArgumentException notHosted) {
        parent.deliver(
            new Signal.ChildClosed(spawn.child(), String.valueOf(notHosted.getMessage())));
      }
      return;
    }
    by.ifPresent(spawner ->
        bus.ask(
                new Addresses(spawn.node()).spawn(),
                new Words.Spawn(
                    spawn.child(),
                    spawner.path(),
                    spawner.incarnation(),
                    Words.Spawn.written(spawn.subject())),
                Words.Heard.class)
            .onFailure(cause ->
                LOG.warn(
                    "actor {} asked node {} to run {} and got no yes, polling will show: {}",
                    parent.path(),
                    spawn.node(),
                    spawn.child(),
                    cause.getMessage())));
  }

  void tell(OwnershipPath from, OwnershipPath to, Message message) {
    life(to).ifPresent(life -> life.deliver(new Signal.Told(from, message)));
  }

  void engine(EngineEvent event) {
    life(event.path()).ifPresent(life -> life.deliver(new Signal.Engine(event)));
  }

  void note(Life life, Effect.Note note) {
    notes.offer(new EventSource(life.path().kind(), node.text()), note);
  }

  private Optional<Write> writeAsSeat(Function<Fence, Write> call) {
    return life(seat()).filter(Life::isAlive).map(agent -> agent.holding().write(call));
  }

  private void gathered(Runnable task) {
    vertx.setTimer(
        settings.notesEvery().toMillis(),
        _ -> {
          var _ = Thread.ofVirtual().name("events of " + node).start(task);
        });
  }

  void perform(Life life, Action action) {
    actions.perform(life, action);
  }

  /// Brings a life's end about. Blocks.
  void bury(Life life, Ending why) {
    views.leave(life);
    custody.leave(life);
    if (why instanceof Ending.Done) {
      life.inFlight().await(settings.closeWithin());
    }
    try {
      release(life);
    } finally {
      lives.remove(life.path(), life);
      LOG.info("actor {} is closed: {}", life.path(), why);
      tellParents(life, why);
      life.buried(why);
    }
  }

  private void tellParents(Life life, Ending why) {
    if (why instanceof Ending.Stopped) {
      return;
    }
    for (Life parent : lives.values()) {
      if (parent.children().has(life.path())) {
        if (why instanceof Ending.Done) {
          parent.children().forget(life.path());
        }
        if (why instanceof Ending.Failed failed
            && parent.children().failedTooOften(life.path(), now(), settings)) {
          parent.failsWith(life.path(), failed);
        } else {
          parent.deliver(new Signal.ChildClosed(life.path(), why.failure()));
        }
      }
    }
  }

  /// In the background.
  @Override
  public void release(Life life) {
    life.holding().release();
    if (!stopping) {
      life.virtually(
          "making sure that its record is released",
          () -> {
            while (!life.holding().isReleased() && !stopping) {
              life.holding().release();
              LockSupport.parkNanos(settings.retry().toNanos());
            }
          });
    }
  }

  @Override
  public boolean isSeated() {
    return life(seat()).map(Life::isAlive).orElse(false);
  }

  @Override
  public OwnershipPath seat() {
    return OwnershipPath.agent(node);
  }

  @Override
  public Optional<Incarnation> soundSeat() {
    return life(seat())
        .filter(agent -> agent.isAlive() && agent.holding().check() instanceof Hold.Sound)
        .flatMap(agent -> agent.holding().incarnation());
  }

  @Override
  public void askToHandOver(Life life, Seen holder) {
    life.spawners()
        .forEach((parent, incarnation) ->
            bus.ask(
                    new Addresses(holder.record().node()).handOver(),
                    new Words.HandOver(life.path(), parent, incarnation),
                    Words.Heard.class)
                .onFailure(cause ->
                    LOG.debug("{} was not handed over: {}", life.path(), cause.getMessage())));
  }

  /// Another node's newer life of the parent wants this actor: lets go of it.
  boolean handOver(Words.HandOver asked) {
    Optional<Life> here =
        life(asked.child()).filter(life -> life.handsOverTo(asked.parent(), asked.by()));
    here.ifPresent(life ->
        life.close(new Ending.Displaced(asked.parent() + " wants it elsewhere as " + asked.by())));
    return here.isPresent();
  }

  /// Lets every actor go as it is. Blocks until their records are given back, or for so long as is
  /// configured.
  void stop() {
    stopping = true;
    List<CompletableFuture<Void>> undeployments =
        lives().stream()
            .map(life -> {
              life.close(new Ending.Stopped());
              return life.undeployment();
            })
            .toList();
    try {
      CompletableFuture.allOf(undeployments.toArray(CompletableFuture<?>[]::new))
          .get(settings.closeWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException e) {
      LOG.warn(
          "node {} stops with alive records not given back, they will expire: {}",
          node,
          lives.keySet(),
          e);
    }
  }
}
