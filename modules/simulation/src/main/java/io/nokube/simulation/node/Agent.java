package io.nokube.simulation.node;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Intensity;
import io.nokube.actor.Kind;
import io.nokube.actor.Outcome;
import io.nokube.actor.Signal;
import io.nokube.actor.SteadyTime;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.Read;
import io.nokube.actor.verdict.Hold;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.simulation.engine.Engine;
import io.nokube.simulation.node.RollCall.Spawner;
import io.nokube.simulation.store.Client;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.store.RecordWatch;
import io.nokube.simulation.store.Session;
import io.nokube.simulation.store.Session.Answer;
import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timeline.Due;
import io.nokube.simulation.time.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// One agent process: which actors live in it. As `io.nokube.runtime.ActorHost`, `Roots`, `Custody`
/// and `Ears`. It is killed, paused and let go on by its [Host].
public final class Agent implements Client {
  private final Host host;
  private final World world;
  private final Session session;
  private final Views views;
  private final RollCall rollCall;
  private final RecordWatch records;
  private final Optional<Isolation> isolation;
  private final Map<OwnershipPath, Life> lives = new LinkedHashMap<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private SteadyTime steady;
  private long atWorkSince;
  private boolean onBus;
  private boolean paused;
  private boolean gone;

  Agent(Host host, World world) {
    this.host = host;
    this.world = world;
    this.steady = new SteadyTime(host.clock().instant(), world.time().now() * 1000);
    this.session =
        new Session(
            world.etcd(),
            world.time(),
            world.network(),
            host.chance(),
            world.timing(),
            this,
            this::leaseLost);
    this.views = new Views(world.etcd(), this);
    this.rollCall = new RollCall(this);
    this.records = world.etcd().watchRecords(this, this::recordWent);
    this.isolation = world.timing().isolation().map(pace -> new Isolation(this, host, pace));
    this.atWorkSince = world.time().now();
  }

  // --- the process -----------------------------------------------------------------------------

  @Override
  public String node() {
    return host.name().text();
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public void run(Runnable task) {
    if (gone) {
      return;
    }
    if (paused) {
      held.add(task);
    } else {
      task.run();
    }
  }

  Due after(long micros, Runnable task) {
    return world.time().after(micros, () -> run(task));
  }

  void kill() {
    gone = true;
    held.clear();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    atWorkSince = world.time().now();
    while (!paused && !held.isEmpty()) {
      held.remove().run();
    }
  }

  public boolean isPaused() {
    return paused;
  }

  /// When it was started, or was resumed last.
  public long atWorkSince() {
    return atWorkSince;
  }

  void start() {
    isolation.ifPresent(Isolation::start);
    session.start();
    join();
  }

  /// First contact, then the predecessor's lease is ended, then its actors begin.
  private void join() {
    if (!session.hasContact()) {
      after(100_000, this::join);
      return;
    }
    Optional<Long> own = session.lease();
    session.ask(
        etcd -> {
          etcd.revokeOf(seat(), own);
          return true;
        },
        _ -> {
          host.engine().listen(this, this::happened);
          onBus = true;
          rollCall.start();
          Timing timing = world.timing();
          Backoff backoff =
              Backoff.of(timing.restartFirst(), timing.restartMost(), timing.restartReset());
          if (host.isHead()) {
            stand(OwnershipPath.KUBECONTROLLER, Optional.empty(), backoff, timing.intensity());
          }
          stand(seat(), Optional.of(host.composed()), backoff, timing.intensity());
        });
  }

  /// A root: nobody else restarts it. Once it has failed too often, the process ends.
  private void stand(
      OwnershipPath path, Optional<KubeObject> subject, Backoff backoff, Intensity failures) {
    Instant since = clock();
    ensure(path, subject, Optional.empty())
        .ifPresent(life ->
            life.whenBuried(why -> {
              switch (why) {
                case Ending.Displaced _ -> after(0, () -> stand(path, subject, backoff, failures));
                case Ending.Failed _, Ending.Done _ -> {
                  Intensity all =
                      why instanceof Ending.Failed ? failures.failed(clock()) : failures;
                  if (all.exceeded()) {
                    host.agentGivesUp(this);
                    return;
                  }
                  Backoff failed = backoff.failed(clock(), Duration.between(since, clock()));
                  after(
                      Math.max(1000, Timeline.micros(failed.delay())),
                      () -> stand(path, subject, failed, all));
                }
              }
            }));
  }

  // --- what it has -----------------------------------------------------------------------------

  public NodeName name() {
    return host.name();
  }

  OwnershipPath seat() {
    return OwnershipPath.agent(host.name());
  }

  /// What is decided is decided by this time. As `io.nokube.runtime.SteadyClock`.
  public Instant clock() {
    steady = steady.at(host.clock().instant(), counter());
    return steady.shown();
  }

  /// As a record says it.
  Instant second() {
    return Instant.ofEpochSecond(clock().getEpochSecond());
  }

  long counter() {
    return world.time().now() * 1000;
  }

  Chance chance() {
    return host.chance();
  }

  Timing timing() {
    return world.timing();
  }

  Decisions decisions() {
    return world.decisions();
  }

  public Session session() {
    return session;
  }

  Views views() {
    return views;
  }

  RollCall rollCall() {
    return rollCall;
  }

  Engine engine() {
    return host.engine();
  }

  /// Has the engine do something, if that may be done on this node now.
  void perform(Action action, Consumer<Outcome> heard) {
    isolation.ifPresentOrElse(
        it -> it.perform(action, heard), () -> engine().perform(action, this, heard));
  }

  long thinking() {
    return host.chance().between(50, 400) * host.slowness();
  }

  void threw(OwnershipPath path, RuntimeException unforeseen) {
    world.threw(path, unforeseen);
  }

  public Collection<Life> lives() {
    return List.copyOf(lives.values());
  }

  Optional<Life> life(OwnershipPath path) {
    return Optional.ofNullable(lives.get(path));
  }

  // --- bringing to life ------------------------------------------------------------------------

  Optional<Life> ensure(OwnershipPath path, Optional<KubeObject> subject, Optional<Spawner> by) {
    Optional<Kind> kind = host.kind(path.kind());
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Life present = lives.get(path);
    if (present != null && (present.isClosing() || !present.isSubject(subject))) {
      present.afterwards(() -> {
        var _ = ensure(path, subject, by);
      });
      return Optional.of(present);
    }
    Life life = present == null ? born(kind.get(), path, subject) : present;
    by.ifPresent(spawner -> life.wantedBy(spawner.path(), spawner.incarnation()));
    if (present == null) {
      lives.put(path, life);
      after(100, life::begin);
    }
    return Optional.of(life);
  }

  private Life born(Kind kind, OwnershipPath path, Optional<KubeObject> subject) {
    Birth birth = new Birth(path, host.name(), subject);
    return new Life(this, birth, Mind.of(kind.behavior(birth, world.timing().of(kind.settings()))));
  }

  void spawnFor(Life parent, Effect.Spawn spawn) {
    Optional<Spawner> by =
        parent.holding().incarnation().map(mine -> new Spawner(parent.path(), mine));
    if (spawn.node().equals(host.name())) {
      if (ensure(spawn.child(), spawn.subject(), by).isEmpty()) {
        parent.deliver(new Signal.ChildClosed(spawn.child(), "no such kind on " + host.name()));
      }
      return;
    }
    by.ifPresent(spawner ->
        ask(
            spawn.node(),
            there -> {
              var _ = there.ensure(spawn.child(), spawn.subject(), Optional.of(spawner));
              return true;
            },
            _ -> {}));
  }

  private void happened(EngineEvent event) {
    life(event.path()).ifPresent(life -> life.deliver(new Signal.Engine(event)));
  }

  // --- the bus ---------------------------------------------------------------------------------

  /// Asks another node's agent. Empty if there was no answer in time.
  <T> void ask(NodeName to, Function<Agent, T> request, Consumer<Optional<T>> reply) {
    boolean[] answered = {false};
    Consumer<Optional<T>> once =
        answer -> {
          if (!answered[0]) {
            answered[0] = true;
            reply.accept(answer);
          }
        };
    Due late =
        after(Timeline.micros(world.timing().busTimeout()), () -> once.accept(Optional.empty()));
    world
        .network()
        .send(
            node(),
            to.text(),
            () ->
                world
                    .agent(to)
                    .filter(there -> there.onBus)
                    .ifPresent(there ->
                        there.run(() -> {
                          T value = request.apply(there);
                          world
                              .network()
                              .send(
                                  to.text(),
                                  node(),
                                  () -> {
                                    late.cancel();
                                    run(() -> once.accept(Optional.of(value)));
                                  });
                        })));
  }

  void askToHandOver(Life life, Seen holder) {
    life.spawners()
        .forEach((parent, incarnation) ->
            ask(
                holder.record().node(),
                there -> {
                  there.handOver(life.path(), parent, incarnation);
                  return true;
                },
                _ -> {}));
  }

  private void handOver(OwnershipPath child, OwnershipPath parent, Incarnation by) {
    life(child)
        .filter(life -> decisions().handsOver(Optional.ofNullable(life.spawners().get(parent)), by))
        .ifPresent(
            life -> life.close(new Ending.Displaced(parent + " wants it elsewhere as " + by)));
  }

  // --- the store -------------------------------------------------------------------------------

  private static <T> Read<T> read(Answer<Read<T>> answer) {
    return switch (answer) {
      case Answer.Is<Read<T>>(var read) -> read;
      case Answer.NotSent<Read<T>>(var why) -> new Read.Unavailable<>(why);
      case Answer.Unknown<Read<T>>(var why) -> new Read.Unavailable<>(why);
    };
  }

  void readRecord(OwnershipPath path, Consumer<Read<Seen>> then) {
    session.<Read<Seen>>ask(etcd -> etcd.record(path), answer -> then.accept(read(answer)));
  }

  void readObject(ObjectKey key, Consumer<Read<KubeObject>> then) {
    session.<Read<KubeObject>>ask(etcd -> etcd.read(key), answer -> then.accept(read(answer)));
  }

  void readRecords(List<OwnershipPath> paths, Consumer<Map<OwnershipPath, Read<Seen>>> then) {
    session.<Map<OwnershipPath, Read<Seen>>>ask(
        etcd -> records(etcd, paths),
        answer ->
            then.accept(
                switch (answer) {
                  case Answer.Is<Map<OwnershipPath, Read<Seen>>>(var reads) -> reads;
                  case Answer.NotSent<Map<OwnershipPath, Read<Seen>>> _,
                      Answer.Unknown<Map<OwnershipPath, Read<Seen>>> _ ->
                      Map.of();
                }));
  }

  private static Map<OwnershipPath, Read<Seen>> records(Etcd etcd, List<OwnershipPath> paths) {
    Map<OwnershipPath, Read<Seen>> reads = new LinkedHashMap<>();
    paths.forEach(path -> reads.put(path, etcd.record(path)));
    return reads;
  }

  // --- custody ---------------------------------------------------------------------------------

  void watchRecord(OwnershipPath path) {
    records.add(path);
  }

  private void recordWent(OwnershipPath path) {
    life(path).filter(life -> !life.isClosing()).ifPresent(Life::recordWent);
  }

  private void leaseLost() {
    lives().forEach(life -> life.holding().leaseLost());
    for (Life life : new ArrayList<>(lives.values())) {
      if (!life.isClosing()) {
        life.holding().examine();
      }
    }
  }

  boolean isSeated() {
    return life(seat()).map(Life::isAlive).orElse(false);
  }

  /// The seat's incarnation, if it is read as held by this process.
  void soundSeat(Consumer<Optional<Incarnation>> then) {
    Optional<Life> agent = life(seat()).filter(Life::isAlive);
    if (agent.isEmpty()) {
      then.accept(Optional.empty());
      return;
    }
    agent
        .get()
        .holding()
        .check(hold ->
            then.accept(
                hold instanceof Hold.Sound
                    ? agent.get().holding().incarnation()
                    : Optional.empty()));
  }

  // --- the end of a life -----------------------------------------------------------------------

  void bury(Life life, Ending why) {
    views.leave(life);
    if (why instanceof Ending.Done) {
      life.whenQuiet(() -> release(life, why));
    } else {
      release(life, why);
    }
  }

  private void release(Life life, Ending why) {
    life.holding()
        .release(() -> {
          life.holding().makeSureOfRelease();
          lives.remove(life.path(), life);
          if (!lives.containsKey(life.path())) {
            records.remove(life.path());
          }
          tellParents(life, why);
          life.buried(why);
        });
  }

  private void tellParents(Life life, Ending why) {
    for (Life parent : lives()) {
      if (parent.children().has(life.path())) {
        if (why instanceof Ending.Done) {
          parent.children().forget(life.path());
        }
        if (why instanceof Ending.Failed failed
            && parent.children().failedTooOften(life.path(), clock(), timing().intensity())) {
          parent.failsWith(life.path(), failed);
        } else {
          parent.deliver(new Signal.ChildClosed(life.path(), why.failure()));
        }
      }
    }
  }
}
