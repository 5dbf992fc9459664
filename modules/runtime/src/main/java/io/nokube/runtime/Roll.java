package io.nokube.runtime;

import io.nokube.actor.verdict.Answer;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    return host.life(path)
        .filter(life -> !life.isClosing())
        .map(life ->
            life.isAlive()
                ? life.holding()
                    .incarnation()
                    .<Answer>map(Answer.Running::new)
                    .orElse(new Answer.Starting())
                : new Answer.Starting())
        .orElse(new Answer.NotHere());
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

  /// Blocks until all have answered or are late.
  Map<Place, Answer> call(Set<Place> places, Duration timeout) {
    Map<Place, Answer> answers = new HashMap<>();
    Map<NodeName, Set<OwnershipPath>> elsewhere = new HashMap<>();
    for (Place place : places) {
      if (place.node().equals(host.node())) {
        answers.put(place, here(host, place.path()));
      } else {
        elsewhere.computeIfAbsent(place.node(), _ -> new HashSet<>()).add(place.path());
      }
    }
    Map<NodeName, Future<Words.Present>> asked =
        elsewhere.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, node -> ask(node.getKey(), node.getValue())));
    asked.forEach((node, reply) -> {
      Function<OwnershipPath, Answer> said = said(reply, timeout);
      elsewhere
          .getOrDefault(node, Set.of())
          .forEach(path -> answers.put(new Place(path, node), said.apply(path)));
    });
    return answers;
  }

  private Future<Words.Present> ask(NodeName node, Set<OwnershipPath> paths) {
    return bus.ask(
        new Addresses(node).rollCall(), new Words.Roll(List.copyOf(paths)), Words.Present.class);
  }

  private static Function<OwnershipPath, Answer> said(
      Future<Words.Present> reply, Duration timeout) {
    try {
      Words.Present present =
          reply
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
      Map<OwnershipPath, Answer> there = new HashMap<>();
      present.starting().forEach(path -> there.put(path, new Answer.Starting()));
      present
          .running()
          .forEach(running -> there.put(running.path(), new Answer.Running(running.incarnation())));
      return path -> there.getOrDefault(path, new Answer.NotHere());
    } catch (ExecutionException silent) {
      return _ -> new Answer.Silent(String.valueOf(silent.getCause()));
    } catch (TimeoutException late) {
      return _ -> new Answer.Silent("no answer on the bus");
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for the bus", e);
    }
  }
}
