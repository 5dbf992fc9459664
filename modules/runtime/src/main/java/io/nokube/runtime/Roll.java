package io.nokube.runtime;

import io.nokube.actor.Incarnation;
import io.nokube.actor.verdict.Answer;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Asks nodes which actors run there: this one by looking, each other by one request.
final class Roll {
  private final ActorHost host;
  private final Bus bus;

  Roll(ActorHost host, Bus bus) {
    this.host = host;
    this.bus = bus;
  }

  /// An actor, and the node where it is looked for.
  record Place(OwnershipPath path, NodeName node) {}

  /// What this node says of an actor.
  static Answer here(ActorHost host, OwnershipPath path) {
    Optional<Life> life = host.life(path);
    if (life.isEmpty() || life.get().isClosing()) {
      return new Answer.NotHere();
    }
    Optional<Incarnation> incarnation = life.get().holding().incarnation();
    return incarnation.isPresent() && life.get().isAlive()
        ? new Answer.Running(incarnation.get())
        : new Answer.Starting();
  }

  static Words.Present here(ActorHost host, Words.Roll asked) {
    List<Words.Running> running = new ArrayList<>();
    List<OwnershipPath> starting = new ArrayList<>();
    for (OwnershipPath path : asked.paths()) {
      switch (here(host, path)) {
        case Answer.Running(var incarnation) -> running.add(new Words.Running(path, incarnation));
        case Answer.Starting _ -> starting.add(path);
        case Answer.NotHere _, Answer.Silent _ -> {}
      }
    }
    return new Words.Present(running, starting);
  }

  /// Succeeds once all have answered or are late.
  Future<Map<Place, Answer>> call(Set<Place> places) {
    Map<Place, Answer> answers = new HashMap<>();
    Map<NodeName, Set<OwnershipPath>> elsewhere = new HashMap<>();
    for (Place place : places) {
      if (place.node().equals(host.node())) {
        answers.put(place, here(host, place.path()));
      } else {
        elsewhere.computeIfAbsent(place.node(), _ -> new HashSet<>()).add(place.path());
      }
    }
    if (elsewhere.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    List<Future<Map<Place, Answer>>> others = new ArrayList<>();
    elsewhere.forEach((node, paths) -> others.add(call(node, paths)));
    return Future.all(others)
        .map(_ -> {
          others.forEach(other -> answers.putAll(other.result()));
          return answers;
        });
  }

  /// The bus' deadline is the only one: a thread that waited besides would wake twice more.
  private Future<Map<Place, Answer>> call(NodeName node, Set<OwnershipPath> paths) {
    return bus.ask(
            new Addresses(node).rollCall(), new Words.Roll(List.copyOf(paths)), Words.Present.class)
        .map(Roll::said)
        .recover(silent -> Future.succeededFuture(_ -> new Answer.Silent(String.valueOf(silent))))
        .map(said -> {
          Map<Place, Answer> answers = new HashMap<>();
          paths.forEach(path -> answers.put(new Place(path, node), said.apply(path)));
          return answers;
        });
  }

  private static Function<OwnershipPath, Answer> said(Words.Present present) {
    Map<OwnershipPath, Answer> there = new HashMap<>();
    present.starting().forEach(path -> there.put(path, new Answer.Starting()));
    present
        .running()
        .forEach(running -> there.put(running.path(), new Answer.Running(running.incarnation())));
    return path -> there.getOrDefault(path, new Answer.NotHere());
  }
}
