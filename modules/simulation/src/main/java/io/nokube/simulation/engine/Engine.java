package io.nokube.simulation.engine;

import io.nokube.actor.Action;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.simulation.store.Client;
import io.nokube.simulation.time.Chance;
import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One node's engine. One name (path, pod, attempt) is one container, as in Docker. It outlives the
/// node's agent, and its containers die with the host.
public final class Engine {
  private static final Outcome NOTHING = new Outcome.Done(new Result.Nothing());

  private final NodeName node;
  private final Timeline time;
  private final Chance chance;
  private final InstantSource clock;
  private final EngineWitness witness;
  private final Map<ContainerId, SeenContainer> containers = new LinkedHashMap<>();

  /// Until when a container of a path ends right after its start.
  private final Map<OwnershipPath, Long> doomed = new HashMap<>();

  private Optional<Listener> listener = Optional.empty();
  private int made;
  private boolean up = true;
  private long upSince;

  /// Changes when the host is switched off: what was under way then is lost.
  private int power;

  private record Listener(Client client, Consumer<EngineEvent> to) {}

  public Engine(
      NodeName node, Timeline time, Chance chance, InstantSource clock, EngineWitness witness) {
    this.node = node;
    this.time = time;
    this.chance = chance;
    this.clock = clock;
    this.witness = witness;
  }

  public void listen(Client client, Consumer<EngineEvent> to) {
    listener = Optional.of(new Listener(client, to));
  }

  public List<SeenContainer> running() {
    List<SeenContainer> running = new ArrayList<>();
    for (SeenContainer one : containers.values()) {
      if (runs(one)) {
        running.add(one);
      }
    }
    return running;
  }

  public boolean isUp() {
    return up;
  }

  public long upSince() {
    return upSince;
  }

  public void goDown() {
    up = false;
  }

  /// Events were missed meanwhile.
  public void comeUp() {
    up = true;
    upSince = time.now();
    containers.values().stream()
        .map(SeenContainer::path)
        .distinct()
        .toList()
        .forEach(path -> say(new EngineEvent.Missed(path)));
  }

  /// Every container ends, and nobody is told.
  public void switchOff() {
    power++;
    listener = Optional.empty();
    running().forEach(one -> end(one, 137));
  }

  /// A container ends by itself.
  public void crash(SeenContainer one, int exitCode) {
    if (runs(containers.getOrDefault(one.id(), one))) {
      end(one, exitCode);
      say(new EngineEvent.Died(one.path(), one.id(), exitCode));
    }
  }

  /// Each container of this path ends right after its start, for so long.
  public void doom(OwnershipPath path, Duration span) {
    doomed.put(path, time.now() + Timeline.micros(span));
  }

  /// Does what an action says, and answers the process that asked.
  public void perform(Action action, Client asker, Consumer<Outcome> reply) {
    asked(asker, reply, answer -> carryOut(action, answer));
  }

  /// Ends a container of a node that is cut off, whatever its pod says.
  public void isolate(ContainerId id, Duration grace, Client asker, Consumer<Outcome> reply) {
    asked(
        asker,
        reply,
        answer -> {
          SeenContainer one = containers.get(id);
          if (one != null && runs(one)) {
            witness.isolated(node, one);
          }
          stop(id, grace, answer);
        });
  }

  private void asked(Client asker, Consumer<Outcome> reply, Consumer<Consumer<Outcome>> work) {
    int then = power;
    time.after(
        chance.between(100, 3_000),
        () -> {
          if (then != power) {
            return;
          }
          if (!up) {
            Outcome away =
                chance.in(70)
                    ? new Outcome.Refused("Unavailable", "the engine is away")
                    : new Outcome.Unknown("the engine does not answer");
            time.after(chance.between(100, 200_000), () -> asker.run(() -> reply.accept(away)));
            return;
          }
          work.accept(outcome -> {
            // The answer is lost if the engine goes away meanwhile.
            Outcome heard = up ? outcome : new Outcome.Unknown("the engine went away");
            asker.run(() -> reply.accept(heard));
          });
        });
  }

  private void carryOut(Action action, Consumer<Outcome> reply) {
    switch (action) {
      case Action.Find(var path) -> {
        List<SeenContainer> found = new ArrayList<>();
        for (SeenContainer one : containers.values()) {
          if (one.path().isAtOrBelow(path)) {
            found.add(one);
          }
        }
        later(2_000, new Outcome.Done(new Result.Containers(List.copyOf(found))), reply);
      }
      case Action.Pull _ ->
          later(100_000, new Outcome.Done(new Result.Image("sha256:image", "")), reply);
      case Action.Start(var plan) ->
          start(plan.path(), plan.pod().uid(), false, plan.specHash(), plan.attempt(), reply);
      case Action.StartSandbox(var plan) ->
          start(plan.pod().path(), plan.pod().uid(), true, "", 0, reply);
      case Action.Stop(var id, var grace) -> {
        SeenContainer one = containers.get(id);
        if (one != null && runs(one)) {
          witness.stopAsked(node, one);
        }
        stop(id, grace, reply);
      }
      case Action.RemoveContainer(var id) -> later(20_000, remove(id), reply);
      case Action.Mount _, Action.RemoveFolder _ -> later(5_000, NOTHING, reply);
      case Action.AskEngine _ ->
          later(2_000, new Outcome.Done(new Result.Engine("simulated://1", pods())), reply);
      case Action.Create _, Action.Update _, Action.Delete _, Action.Evict _, Action.Remove _ ->
          throw new IllegalArgumentException("no engine does " + action);
    }
  }

  private Set<Uid> pods() {
    return containers.values().stream().map(SeenContainer::podUid).collect(Collectors.toSet());
  }

  private void later(int most, Outcome outcome, Consumer<Outcome> reply) {
    time.after(chance.between(most / 4, most), () -> reply.accept(outcome));
  }

  private void start(
      OwnershipPath path,
      Uid uid,
      boolean sandbox,
      String hash,
      int attempt,
      Consumer<Outcome> reply) {
    int then = power;
    time.after(
        chance.between(30_000, 400_000),
        () -> {
          if (then == power) {
            reply.accept(
                new Outcome.Done(
                    new Result.Containers(List.of(made(path, uid, sandbox, hash, attempt)))));
          }
        });
  }

  private SeenContainer made(
      OwnershipPath path, Uid uid, boolean sandbox, String hash, int attempt) {
    Optional<SeenContainer> sameName =
        containers.values().stream()
            .filter(one -> one.path().equals(path) && one.podUid().equals(uid))
            .filter(one -> one.sandbox() == sandbox && one.attempt() == attempt)
            .findFirst();
    if (sameName.filter(one -> runs(one) && one.specHash().equals(hash)).isPresent()) {
      return sameName.get();
    }
    sameName.ifPresent(one -> {
      if (runs(one)) {
        end(one, 137);
      }
      containers.remove(one.id());
    });
    SeenContainer fresh =
        new SeenContainer(
            new ContainerId(node + "-c" + ++made),
            path,
            uid,
            sandbox,
            hash,
            attempt,
            "sha256:image",
            "10.0.0.7",
            new State.Running(clock.instant()));
    containers.put(fresh.id(), fresh);
    witness.started(node, fresh);
    if (doomed.getOrDefault(path, 0L) > time.now()) {
      time.after(chance.between(5_000, 80_000), () -> crash(fresh, 1));
    }
    return fresh;
  }

  private void stop(ContainerId id, Duration grace, Consumer<Outcome> reply) {
    SeenContainer one = containers.get(id);
    if (one == null || !runs(one)) {
      later(2_000, NOTHING, reply);
      return;
    }
    int then = power;
    long most = Math.min(Timeline.micros(grace), 1_500_000);
    time.after(
        chance.between(Math.min(20_000, most), most),
        () -> {
          if (then == power) {
            crash(one, 143);
            reply.accept(NOTHING);
          }
        });
  }

  private Outcome remove(ContainerId id) {
    SeenContainer one = containers.get(id);
    if (one != null && runs(one)) {
      return new Outcome.Refused("Conflict", "it runs");
    }
    containers.remove(id);
    return NOTHING;
  }

  private void end(SeenContainer one, int exitCode) {
    Instant began = one.state() instanceof State.Running(var since) ? since : clock.instant();
    containers.put(
        one.id(),
        new SeenContainer(
            one.id(),
            one.path(),
            one.podUid(),
            one.sandbox(),
            one.specHash(),
            one.attempt(),
            one.imageId(),
            one.ip(),
            new State.Exited(exitCode, false, "", began, clock.instant())));
    witness.ended(node, one);
  }

  private void say(EngineEvent event) {
    if (up) {
      listener.ifPresent(it ->
          time.after(
              chance.between(200, 20_000), () -> it.client().run(() -> it.to().accept(event))));
    }
  }

  private static boolean runs(SeenContainer one) {
    return one.state() instanceof State.Running;
  }
}
