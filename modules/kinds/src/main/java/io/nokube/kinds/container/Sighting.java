package io.nokube.kinds.container;

import io.nokube.actor.Effect;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result.Image;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.container.Facts.Look;
import io.nokube.kinds.container.Wanted.Resolution;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looking at what the engine has, and what follows from it: adoption, a restart, a clearance.
final class Sighting {
  /// Wakes one that could not look.
  static final String LOOK = "look";

  private static final String CREATING = "ContainerCreating";

  private Sighting() {}

  /// Looks, and decides nothing before the answer.
  static Step<ContainerLife> look(Self self, Facts facts) {
    return glance(self, new ContainerLife(facts, new Doing.Looking()));
  }

  /// Looks for details while going on. One look at a time.
  static Step<ContainerLife> glance(Self self, ContainerLife life) {
    Facts facts = life.facts();
    return facts.look() == Look.NONE
        ? Step.to(new ContainerLife(facts.withLook(Look.ASKED), life.doing()), self.find())
        : Step.to(new ContainerLife(facts.withLook(Look.OUTDATED), life.doing()));
  }

  /// Something happened: what was seen, or will be told of before, is no longer so.
  static Step<ContainerLife> outdated(Self self, ContainerLife life) {
    if (life.doing() instanceof Doing.Found) {
      return look(self, life.facts());
    }
    return life.facts().look() == Look.ASKED ? glance(self, life) : Step.to(life);
  }

  /// The engine is away: look again in a moment. Of one that is only to begin it is told why, once.
  static Step<ContainerLife> away(Self self, Facts facts, Outcome outcome) {
    WakeAfter later = new WakeAfter(self.lookAgain(), LOOK);
    String why = why(outcome);
    boolean known =
        facts
            .shown()
            .waiting()
            .filter(it -> it.reason().equals(CREATING) && !it.message().equals(why))
            .isEmpty();
    if (known || why.isEmpty() || facts.stop().isPresent()) {
      return Step.to(new ContainerLife(facts, new Doing.Away()), later);
    }
    Facts told = facts.showing(ContainerState.waiting(CREATING, why));
    return Step.to(
        new ContainerLife(told, new Doing.Away()), later, self.warn("Failed", "Error: " + why));
  }

  private static String why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused refused -> refused.message();
      case Outcome.Unknown unknown -> unknown.message();
      case Outcome.Done done -> "";
    };
  }

  /// The answer to a look.
  static Step<ContainerLife> seen(
      Self self, ContainerLife life, List<SeenContainer> found, Moment moment) {
    Facts refined = refined(life.facts(), found);
    List<Effect> said = refined.equals(life.facts()) ? List.of() : List.of(self.say(refined));
    if (refined.look() == Look.OUTDATED) {
      return Step.to(new ContainerLife(refined.withLook(Look.ASKED), life.doing()), self.find())
          .and(said);
    }
    Facts facts = refined.withLook(Look.NONE);
    return switch (life.doing()) {
      case Doing.Looking looking -> decide(self, facts, found, moment);
      case Doing.Up up -> verify(self, facts, up, found, moment).and(said);
      case Doing.Over over -> restful(facts, over, found, said);
      case Doing.Waiting waiting -> restful(facts, waiting, found, said);
      case Doing.Found it -> Step.to(new ContainerLife(facts, it));
      case Doing.Clearing it -> Step.to(new ContainerLife(facts, it));
      case Doing.Pulling it -> Step.to(new ContainerLife(facts, it));
      case Doing.Starting it -> Step.to(new ContainerLife(facts, it));
      case Doing.Stopping it -> Step.to(new ContainerLife(facts, it));
      case Doing.Away it -> Step.to(new ContainerLife(facts, it));
    };
  }

  /// What is to be done with what is there: the whole of adoption.
  static Step<ContainerLife> decide(
      Self self, Facts before, List<SeenContainer> found, Moment moment) {
    Facts facts = before.withRemains(ids(found));
    if (facts.stop().isPresent()) {
      return found.isEmpty()
          ? Clearance.removeAll(self, facts)
          : Clearance.clear(facts, found, facts.stop().get());
    }
    return facts
        .wanted()
        .map(wanted -> decide(self, facts, wanted, found, moment))
        .orElseGet(() -> Step.to(new ContainerLife(facts, new Doing.Found(found))));
  }

  private static Step<ContainerLife> decide(
      Self self, Facts facts, Wanted wanted, List<SeenContainer> found, Moment moment) {
    Inventory there = Inventory.of(self.pod().metadata().uid(), wanted.specHash(), found);
    boolean runs = there.current().filter(Inventory::runs).isPresent();
    if (!runs && !there.strays().isEmpty()) {
      return Clearance.clear(facts, there.strays(), wanted.grace());
    }
    Facts known = there.current().map(it -> withLives(facts, it, there.previous())).orElse(facts);
    Step<ContainerLife> step =
        there
            .current()
            .map(current -> live(self, known, wanted, current, moment))
            .orElseGet(() -> Beginning.begin(self, known, moment));
    return step.and(Clearance.goings(there.strays(), wanted.grace()));
  }

  private static Step<ContainerLife> live(
      Self self, Facts facts, Wanted wanted, SeenContainer current, Moment moment) {
    return switch (current.state()) {
      case State.Running running ->
          current.specHash().equals(wanted.specHash())
              ? adopt(self, withImageOf(facts, wanted, current), current, running)
              : Clearance.stop(self, facts, current.id(), wanted.grace());
      case State.Exited exited ->
          Deaths.died(self, facts, Endings.of(current.id(), exited), moment);
      case State.Created created -> Beginning.begin(self, facts, moment);
    };
  }

  /// It runs, and is ours.
  static Step<ContainerLife> adopt(
      Self self, Facts facts, SeenContainer current, State.Running running) {
    if (facts.stop().isPresent()) {
      return Clearance.stop(self, facts, current.id(), facts.stop().get());
    }
    Facts shown = facts.showing(ContainerState.running(running.startedAt()));
    return Step.to(new ContainerLife(shown, new Doing.Up(current)), self.say(shown));
  }

  private static Step<ContainerLife> verify(
      Self self, Facts before, Doing.Up up, List<SeenContainer> found, Moment moment) {
    ContainerId id = up.container().id();
    Facts facts = before.withRemains(ids(found));
    Optional<SeenContainer> still = found.stream().filter(it -> it.id().equals(id)).findFirst();
    return still
        .map(it ->
            switch (it.state()) {
              case State.Running running -> tidied(self, facts, it, found);
              case State.Exited exited -> Deaths.died(self, facts, Endings.of(id, exited), moment);
              case State.Created created -> tidied(self, facts, it, found);
            })
        .orElseGet(() -> Deaths.lost(self, facts, up, moment));
  }

  private static Step<ContainerLife> tidied(
      Self self, Facts facts, SeenContainer current, List<SeenContainer> found) {
    Inventory there = Inventory.of(self.pod().metadata().uid(), current.specHash(), found);
    return Step.to(
        new ContainerLife(facts.withNewest(current), new Doing.Up(current)),
        Clearance.goings(there.strays(), facts.want().grace()));
  }

  private static Step<ContainerLife> restful(
      Facts facts, Doing doing, List<SeenContainer> found, List<Effect> said) {
    return Step.to(new ContainerLife(facts.withRemains(ids(found)), doing), said);
  }

  private static Facts withLives(
      Facts facts, SeenContainer current, Optional<SeenContainer> previous) {
    Facts known = facts.withNewest(current);
    Optional<Terminated> before = previous.flatMap(Sighting::ending);
    return before.isPresent() ? known.withLast(before) : known;
  }

  /// What runs was made from an image that is there; but only a pull tells what it runs as.
  private static Facts withImageOf(Facts facts, Wanted wanted, SeenContainer current) {
    boolean userMatters =
        wanted.resolution() instanceof Resolution.Ready ready
            && ready.plan().runAsNonRoot().orElse(false)
            && ready.plan().user().isEmpty();
    return userMatters ? facts : facts.withImage(Optional.of(new Image(current.imageId(), "")));
  }

  /// Replaces what an event told of the ends of lives by what the engine knows of them.
  private static Facts refined(Facts facts, List<SeenContainer> found) {
    Facts better = facts;
    for (SeenContainer seen : found) {
      Optional<Terminated> exact = ending(seen);
      String id = Endings.statusId(seen.id());
      if (exact.isPresent() && isOf(better.last(), id)) {
        better = better.withLast(exact);
      }
      if (exact.isPresent() && isOf(better.shown().terminated(), id)) {
        better = better.showing(ContainerState.terminated(exact.get()));
      }
    }
    return better;
  }

  private static boolean isOf(Optional<Terminated> ended, String id) {
    return ended.filter(it -> it.containerID().equals(id)).isPresent();
  }

  private static Optional<Terminated> ending(SeenContainer seen) {
    return seen.state() instanceof State.Exited exited
        ? Optional.of(Endings.of(seen.id(), exited))
        : Optional.empty();
  }

  private static Set<ContainerId> ids(List<SeenContainer> found) {
    return found.stream().map(SeenContainer::id).collect(Collectors.toUnmodifiableSet());
  }
}
