package io.nokube.kinds.testing;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Message;
import io.nokube.actor.Outcome;
import io.nokube.actor.Signal;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// One actor on a [SimEngine], with time, order and mishaps by chance: outcomes come late and in
/// any order, actions fail or get lost, containers die or vanish, events are missed, the actor
/// starts anew.
public final class Chaos {
  private final SplittableRandom chance;
  private final SimEngine engine;
  private final Supplier<Driven<?>> birth;
  private final Function<Effect.Tell, List<Signal>> others;
  private final OwnershipPath parent;
  private final List<InFlight> inFlight = new ArrayList<>();
  private final Map<String, Instant> wakes = new TreeMap<>();
  private final List<String> story = new ArrayList<>();
  private Driven<?> actor;
  private boolean ended;

  private record InFlight(Action action, Outcome applied, boolean isApplied) {}

  /// @param others what the actor's peers answer to what it tells
  public Chaos(
      long seed,
      SimEngine engine,
      OwnershipPath parent,
      Supplier<Driven<?>> birth,
      Function<Effect.Tell, List<Signal>> others) {
    this.chance = new SplittableRandom(seed);
    this.engine = engine;
    this.parent = parent;
    this.birth = birth;
    this.others = others;
    this.actor = birth.get();
    carryOut();
  }

  public boolean ended() {
    return ended;
  }

  /// What happened, for whoever looks at a failure.
  public String story() {
    return String.join("\n", story);
  }

  /// Something happens.
  public void step() {
    int dice = chance.nextInt(100);
    if (dice < 50) {
      finishOne(true);
    } else if (dice < 65) {
      wakeOne();
    } else if (dice < 75) {
      applyOne();
    } else if (dice < 88) {
      killOne();
    } else if (dice < 92) {
      vanishOne();
    } else if (dice < 95) {
      reborn();
    } else {
      pass(Duration.ofSeconds(chance.nextInt(1, 400)));
    }
  }

  /// No more mishaps: everything under way finishes, and time passes while it waits.
  ///
  /// @param path whose events may have been missed
  /// @return whether it came to rest
  public boolean settle(OwnershipPath path) {
    signal(new Signal.Engine(new EngineEvent.Missed(path)));
    for (int i = 0; i < 500 && !ended; i++) {
      if (inFlight.isEmpty() && wakes.isEmpty()) {
        return true;
      }
      if (!inFlight.isEmpty()) {
        finishOne(false);
      } else {
        wakeOne();
      }
    }
    return ended || inFlight.isEmpty();
  }

  public void tell(Message message) {
    signal(new Signal.Told(parent, message));
  }

  private void signal(Signal signal) {
    if (ended) {
      return;
    }
    story.add("> " + signal);
    actor.signal(signal);
    carryOut();
  }

  private void carryOut() {
    List<Signal> answers = new ArrayList<>();
    for (Effect effect : actor.effects()) {
      if (ended) {
        return;
      }
      story.add("    " + effect);
      switch (effect) {
        case Effect.Perform(Action action) ->
            inFlight.add(new InFlight(action, new Outcome.Unknown(""), false));
        case Effect.WakeAfter(Duration delay, String tag) ->
            wakes.put(tag, actor.now().plus(delay));
        case Effect.Tell tell -> answers.addAll(others.apply(tell));
        case Effect.End end -> ended = true;
        case Effect.Observe it -> {}
        case Effect.Unobserve it -> {}
        case Effect.Spawn it -> {}
        case Effect.Adopt it -> {}
        case Effect.Forget it -> {}
        case Effect.Publish it -> {}
        case Effect.Note it -> {}
      }
    }
    answers.forEach(this::signal);
  }

  private void finishOne(boolean mishaps) {
    if (inFlight.isEmpty()) {
      return;
    }
    InFlight it = inFlight.remove(chance.nextInt(inFlight.size()));
    int dice = mishaps ? chance.nextInt(100) : 50;
    Outcome outcome;
    if (it.isApplied()) {
      outcome = dice < 5 ? new Outcome.Unknown("contact broke") : it.applied();
    } else if (dice < 6) {
      outcome = new Outcome.Refused("Unavailable", "the engine is away");
    } else if (dice < 10) {
      outcome = new Outcome.Unknown("contact broke");
    } else if (dice < 14 && it.action() instanceof Action.Start) {
      outcome = new Outcome.Refused("RunContainerError", "no such command");
    } else {
      outcome = engine.apply(it.action());
      if (it.action() instanceof Action.Stop(var container, var grace)) {
        path(container.text())
            .forEach(path -> signal(new Signal.Engine(new EngineEvent.Died(path, container, 143))));
      }
    }
    signal(new Signal.Performed(it.action(), outcome));
  }

  private List<OwnershipPath> path(String id) {
    return engine.all().stream()
        .filter(it -> it.id().text().equals(id))
        .map(SeenContainer::path)
        .toList();
  }

  /// The engine does it; its answer comes later.
  private void applyOne() {
    for (int i = 0; i < inFlight.size(); i++) {
      InFlight it = inFlight.get(i);
      if (!it.isApplied()) {
        story.add("  applied early: " + it.action());
        inFlight.set(i, new InFlight(it.action(), engine.apply(it.action()), true));
        return;
      }
    }
  }

  private void wakeOne() {
    String next = "";
    Instant at = Instant.MAX;
    for (Map.Entry<String, Instant> wake : wakes.entrySet()) {
      if (wake.getValue().isBefore(at)) {
        next = wake.getKey();
        at = wake.getValue();
      }
    }
    if (next.isEmpty()) {
      return;
    }
    wakes.remove(next);
    if (at.isAfter(actor.now())) {
      pass(Duration.between(actor.now(), at));
    }
    signal(new Signal.Woken(next));
  }

  private void pass(Duration time) {
    actor.after(time);
    engine.at(actor.now());
  }

  private void killOne() {
    List<SeenContainer> running = engine.running();
    if (running.isEmpty()) {
      return;
    }
    SeenContainer it = running.get(chance.nextInt(running.size()));
    int exitCode = List.of(0, 1, 137).get(chance.nextInt(3));
    engine.kill(it.id(), exitCode);
    story.add("  killed: " + it);
    if (chance.nextInt(10) > 0) {
      signal(new Signal.Engine(new EngineEvent.Died(it.path(), it.id(), exitCode)));
    }
  }

  private void vanishOne() {
    List<SeenContainer> all = engine.all();
    if (all.isEmpty()) {
      return;
    }
    SeenContainer it = all.get(chance.nextInt(all.size()));
    boolean ran = engine.kill(it.id(), 137);
    engine.removeByForce(it.id());
    story.add("  vanished: " + it);
    if (chance.nextInt(10) > 0) {
      if (ran) {
        signal(new Signal.Engine(new EngineEvent.Died(it.path(), it.id(), 137)));
      }
      signal(new Signal.Engine(new EngineEvent.Destroyed(it.path(), it.id())));
    }
  }

  /// The actor's life ends unawares; what was under way may or may not have been done.
  private void reborn() {
    story.add("  reborn");
    for (InFlight it : inFlight) {
      if (!it.isApplied() && chance.nextBoolean()) {
        engine.apply(it.action());
      }
    }
    inFlight.clear();
    wakes.clear();
    Instant now = actor.now();
    actor = birth.get();
    actor.after(Duration.between(actor.now(), now));
    carryOut();
  }
}
