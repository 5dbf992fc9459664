package io.nokube.simulation.node;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Incarnation;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.simulation.store.Etcd;
import io.nokube.simulation.time.Timeline;
import io.nokube.simulation.time.Timeline.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One life of an actor on a node. As `io.nokube.runtime.Life`, `ActorVerticle` and `Effects`.
public final class Life {
  private static final int TURN = 16;

  private final Agent agent;
  private final Birth birth;
  private final Optional<OwnershipPath> parent;
  private final Mind<?> mind;
  private final Mailbox mailbox = new Mailbox();
  private final Holding holding;
  private final Children children = new Children();
  private final Publishing publishing;
  private final Map<OwnershipPath, Incarnation> spawners = new LinkedHashMap<>();
  private final Map<String, Due> timers = new HashMap<>();
  private final List<Runnable> whenQuiet = new ArrayList<>();
  private Optional<Runnable> next = Optional.empty();
  private Optional<Runnable> whenGone = Optional.empty();
  private Consumer<Ending> whenBuried = _ -> {};
  private int inFlight;
  private boolean running;
  private boolean scheduled;
  private boolean closing;
  private boolean buried;

  Life(Agent agent, Birth birth, Mind<?> mind) {
    this.agent = agent;
    this.birth = birth;
    this.parent = birth.self().parent();
    this.mind = mind;
    this.holding = new Holding(this, agent);
    this.publishing = new Publishing(this, agent);
  }

  public OwnershipPath path() {
    return birth.self();
  }

  Birth birth() {
    return birth;
  }

  Optional<OwnershipPath> parent() {
    return parent;
  }

  Holding holding() {
    return holding;
  }

  Children children() {
    return children;
  }

  Uid uid() {
    return birth.subject().map(subject -> subject.metadata().uid()).orElse(Uid.NONE);
  }

  boolean isSubject(Optional<KubeObject> subject) {
    return subject.map(object -> object.metadata().uid().equals(uid())).orElse(true);
  }

  boolean isClosing() {
    return closing;
  }

  /// Whether it runs and holds its record.
  boolean isAlive() {
    return running && !closing && holding.incarnation().isPresent();
  }

  public boolean isRunning() {
    return running && !closing;
  }

  public Optional<Incarnation> incarnation() {
    return holding.incarnation();
  }

  void wantedBy(OwnershipPath spawner, Incarnation incarnation) {
    spawners.merge(spawner, incarnation, (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  Map<OwnershipPath, Incarnation> spawners() {
    return spawners;
  }

  // --- coming to life --------------------------------------------------------------------------

  void begin() {
    holding.claim(() -> {
      if (closing) {
        holding.release(() -> {});
        return;
      }
      step("start", () -> mind.start(now()));
      running = true;
      schedule();
    });
  }

  private Moment now() {
    return new Moment(agent.clock(), agent.chance().generator());
  }

  void deliver(Signal signal) {
    if (!closing) {
      mailbox.add(signal);
      schedule();
    }
  }

  private void schedule() {
    if (running && !scheduled && !closing && !mailbox.isEmpty()) {
      scheduled = true;
      agent.after(agent.thinking(), this::turn);
    }
  }

  private void turn() {
    for (int i = 0; i < TURN && !closing; i++) {
      Optional<Signal> signal = mailbox.next();
      if (signal.isEmpty()) {
        break;
      }
      step("signal", () -> mind.on(signal.get(), now()));
    }
    scheduled = false;
    schedule();
  }

  private void step(String what, Supplier<List<Effect>> decided) {
    List<Effect> effects;
    try {
      effects = decided.get();
    } catch (RuntimeException unforeseen) {
      agent.threw(path(), unforeseen);
      close(new Ending.Failed(what + ": " + unforeseen));
      return;
    }
    for (Effect effect : effects) {
      if (closing) {
        return;
      }
      carryOut(effect);
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Observe(var interest) -> agent.views().join(interest, this);
      case Effect.Unobserve(var interest) -> {
        agent.views().leave(interest, this);
        mailbox.forget(interest);
      }
      case Effect.Spawn spawn -> {
        var _ = children.poll(spawn.child(), spawn.node());
        agent.spawnFor(this, spawn);
      }
      case Effect.Adopt(var child, var node) -> adopt(child, node);
      case Effect.Forget(var child) -> children.forget(child);
      case Effect.Tell(var to, var message) ->
          agent.life(to).ifPresent(life -> life.deliver(new Signal.Told(path(), message)));
      case Effect.Publish(var object) -> publishing.offer(object);
      // Events are written by nobody here: no decision rests on one.
      case Effect.Note _ -> {}
      case Effect.WakeAfter(var delay, var tag) -> wake(tag, delay);
      case Effect.Perform(var action) -> perform(action);
      case Effect.End _ -> close(new Ending.Done());
    }
  }

  private void adopt(OwnershipPath child, NodeName node) {
    if (children.poll(child, node) && child.isRoot()) {
      agent.rollCall().pollChildrenSoon();
    }
  }

  private void wake(String tag, Duration delay) {
    Due replaced =
        timers.put(
            tag,
            agent.after(
                Math.max(1000, Timeline.micros(delay)),
                () -> {
                  timers.remove(tag);
                  deliver(new Signal.Woken(tag));
                }));
    if (replaced != null) {
      replaced.cancel();
    }
  }

  // --- actions ---------------------------------------------------------------------------------

  private void perform(Action action) {
    began();
    Consumer<Outcome> heard =
        outcome -> {
          deliver(new Signal.Performed(action, agent.decisions().heard(action).apply(outcome)));
          finished();
        };
    switch (action) {
      case Action.Create(var object) -> write((etcd, by) -> etcd.create(object, by), heard);
      case Action.Update(var object) -> write((etcd, by) -> etcd.update(object, by), heard);
      case Action.Delete(var key, var uid, var grace) ->
          write((etcd, by) -> etcd.delete(key, uid, grace, by), heard);
      case Action.Evict(var key, var uid, var grace, var node) ->
          write((etcd, by) -> etcd.evict(key, uid, grace, node, by), heard);
      case Action.Remove(var key, var uid) -> write((etcd, by) -> etcd.remove(key, uid, by), heard);
      case Action.Find _,
          Action.Pull _,
          Action.Mount _,
          Action.StartSandbox _,
          Action.Start _,
          Action.Stop _,
          Action.RemoveContainer _,
          Action.RemoveFolder _,
          Action.AskEngine _ ->
          agent.perform(action, heard);
    }
  }

  private void write(BiFunction<Etcd, Fence, Write> call, Consumer<Outcome> heard) {
    holding.write(
        call,
        write ->
            heard.accept(
                switch (write) {
                  case Write.Accepted(var object) -> new Outcome.Done(new Result.Stored(object));
                  case Write.Refused(var reason, var message) ->
                      new Outcome.Refused(reason.word(), message);
                  case Write.Unknown(var why) -> new Outcome.Unknown(why);
                }));
  }

  void began() {
    inFlight++;
  }

  void finished() {
    inFlight--;
    if (inFlight == 0) {
      List<Runnable> due = List.copyOf(whenQuiet);
      whenQuiet.clear();
      due.forEach(Runnable::run);
    }
  }

  /// Runs a task once all that was begun is finished.
  void whenQuiet(Runnable task) {
    if (inFlight == 0) {
      task.run();
    } else {
      whenQuiet.add(task);
    }
  }

  // --- the end ---------------------------------------------------------------------------------

  /// Ends this life. The first reason counts.
  void close(Ending why) {
    if (!closing) {
      closing = true;
      mailbox.clear();
      timers.values().forEach(Due::cancel);
      agent.after(0, () -> agent.bury(this, why));
    }
  }

  /// Restarting a child has not helped: a new life of the parent begins with what is stored.
  void failsWith(OwnershipPath child, Ending.Failed why) {
    close(new Ending.Failed(child + " failed too often, the last time: " + why.why()));
  }

  /// Runs a task once this life is buried, in place of any other that waits for that.
  void afterwards(Runnable task) {
    if (buried) {
      task.run();
    } else {
      next = Optional.of(task);
    }
  }

  void whenBuried(Consumer<Ending> task) {
    whenBuried = task;
  }

  void buried(Ending why) {
    buried = true;
    whenBuried.accept(why);
    next.ifPresent(Runnable::run);
  }

  // --- waiting ---------------------------------------------------------------------------------

  void pause(Duration time, Runnable then) {
    agent.after(Timeline.micros(time), then);
  }

  /// Goes on when the record goes, and after a retry's time in any case.
  void pauseUntilGone(Runnable then) {
    boolean[] woken = {false};
    Runnable once =
        () -> {
          if (!woken[0]) {
            woken[0] = true;
            then.run();
          }
        };
    whenGone = Optional.of(() -> agent.after(agent.chance().between(0, 50_000), once));
    agent.after(Timeline.micros(agent.timing().retry()), once);
  }

  /// The record of its path went.
  void recordWent() {
    Optional<Runnable> waiting = whenGone;
    whenGone = Optional.empty();
    waiting.ifPresent(Runnable::run);
    if (holding.incarnation().isPresent() || holding.isExamining()) {
      holding.examine();
    }
  }
}
