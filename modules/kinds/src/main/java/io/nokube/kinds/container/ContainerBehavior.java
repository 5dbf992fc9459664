package io.nokube.kinds.container;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.core.ContainerStatus.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns signals into what [Sighting], [Beginning], [Deaths] and [Clearance] decide.
final class ContainerBehavior implements Behavior<ContainerLife> {
  private final Self self;
  private final Backoff backoff;

  ContainerBehavior(Self self, Backoff backoff) {
    this.self = self;
    this.backoff = backoff;
  }

  @Override
  public Step<ContainerLife> start(Moment moment) {
    return Sighting.look(self, Facts.unknown(backoff)).and(self.tell(new ContainerMessage.Hello()));
  }

  @Override
  public Step<ContainerLife> on(ContainerLife life, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Told told ->
          told.message() instanceof ContainerMessage message
              ? told(life, message, moment)
              : Step.to(life);
      case Signal.Performed performed ->
          isFenced(performed.outcome())
              ? Step.to(life, new End())
              : performed(life, performed.action(), performed.outcome(), moment);
      case Signal.Engine engine -> happened(life, engine.event(), moment);
      case Signal.Woken woken -> woken(life, woken.tag(), moment);
      case Signal.ParentPolled polled ->
          polled.polled() instanceof Polled.Gone
              ? stop(life, ownGrace(life), moment)
              : Step.to(life);
      case Signal.Observed observed -> Step.to(life);
      case Signal.ChildPolled polled -> Step.to(life);
      case Signal.ChildClosed closed -> Step.to(life);
    };
  }

  private Duration ownGrace(ContainerLife life) {
    return life.facts()
        .stop()
        .orElse(Duration.ofSeconds(self.pod().spec().terminationGracePeriodSeconds()));
  }

  private static boolean isFenced(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused && refused.reason().equals("Fenced");
  }

  private Step<ContainerLife> told(ContainerLife life, ContainerMessage message, Moment moment) {
    return switch (message) {
      case ContainerMessage.Be be -> be(life, be.wanted(), moment);
      case ContainerMessage.Stop stop -> stop(life, stop.grace(), moment);
      case ContainerMessage.Hello hello -> Step.to(life);
      case ContainerMessage.Said said -> Step.to(life);
      case ContainerMessage.Stopped stopped -> Step.to(life);
    };
  }

  private Step<ContainerLife> be(ContainerLife life, Wanted wanted, Moment moment) {
    Facts facts = life.facts().withWanted(wanted);
    ContainerLife now = new ContainerLife(facts, life.doing());
    return switch (life.doing()) {
      case Doing.Found found -> Sighting.decide(self, facts, found.seen(), moment);
      case Doing.Waiting waiting ->
          waiting.blocked() ? Beginning.begin(self, facts, moment) : Step.to(now, self.say(facts));
      case Doing.Up up ->
          up.container().specHash().equals(wanted.specHash())
              ? Step.to(now, self.say(facts))
              : Clearance.stop(self, facts, up.container().id(), wanted.grace());
      case Doing.Looking looking -> Step.to(now);
      case Doing.Over over -> Step.to(now, self.say(facts));
      case Doing.Clearing clearing -> Step.to(now);
      case Doing.Pulling pulling -> Step.to(now, self.say(facts));
      case Doing.Starting starting -> Step.to(now);
      case Doing.Stopping stopping -> Step.to(now);
      case Doing.Away away -> Step.to(now);
    };
  }

  private Step<ContainerLife> stop(ContainerLife life, Duration grace, Moment moment) {
    boolean shorter = life.facts().stop().filter(it -> it.compareTo(grace) <= 0).isEmpty();
    if (!shorter) {
      return Step.to(life);
    }
    Facts facts = life.facts().withStop(grace);
    ContainerLife now = new ContainerLife(facts, life.doing());
    return switch (life.doing()) {
      case Doing.Up up -> Clearance.stop(self, facts, up.container().id(), grace);
      case Doing.Stopping it -> Clearance.stop(self, facts, it.container(), grace);
      case Doing.Found found -> Sighting.decide(self, facts, found.seen(), moment);
      case Doing.Waiting waiting -> Clearance.removeAll(self, facts);
      case Doing.Pulling pulling -> Clearance.removeAll(self, facts);
      case Doing.Over over -> Clearance.removeAll(self, facts);
      case Doing.Looking looking -> Step.to(now);
      case Doing.Clearing clearing -> Step.to(now);
      case Doing.Starting starting -> Step.to(now);
      case Doing.Away away -> Step.to(now);
    };
  }

  private Step<ContainerLife> performed(
      ContainerLife life, Action action, Outcome outcome, Moment moment) {
    Facts facts = life.facts();
    return switch (action) {
      case Action.Find find -> found(life, outcome, moment);
      case Action.Pull pull ->
          life.doing() instanceof Doing.Pulling pulling
              ? Beginning.pulled(self, facts, pulling.since(), outcome, moment)
              : Step.to(life);
      case Action.Start start ->
          life.doing() instanceof Doing.Starting starting
              ? Beginning.started(self, facts, starting, outcome, moment)
              : Step.to(life);
      case Action.Stop stop -> stopped(life, stop.container(), outcome);
      case Action.RemoveContainer remove -> removed(life, remove.container(), outcome);
      case Action.Create it -> Step.to(life);
      case Action.Update it -> Step.to(life);
      case Action.Delete it -> Step.to(life);
      case Action.Evict it -> Step.to(life);
      case Action.Remove it -> Step.to(life);
      case Action.Mount it -> Step.to(life);
      case Action.StartSandbox it -> Step.to(life);
      case Action.RemoveFolder it -> Step.to(life);
      case Action.AskEngine it -> Step.to(life);
    };
  }

  private Step<ContainerLife> found(ContainerLife life, Outcome outcome, Moment moment) {
    if (outcome instanceof Outcome.Done(Result.Containers(List<SeenContainer> found))) {
      return Sighting.seen(self, life, found, moment);
    }
    Facts facts = life.facts().withLook(Facts.Look.NONE);
    return switch (life.doing()) {
      case Doing.Looking looking -> Sighting.away(self, facts, outcome);
      case Doing.Up up ->
          Step.to(
              new ContainerLife(facts, up), new Effect.WakeAfter(self.lookAgain(), Sighting.LOOK));
      case Doing.Found it -> Step.to(new ContainerLife(facts, it));
      case Doing.Clearing it -> Step.to(new ContainerLife(facts, it));
      case Doing.Waiting it -> Step.to(new ContainerLife(facts, it));
      case Doing.Pulling it -> Step.to(new ContainerLife(facts, it));
      case Doing.Starting it -> Step.to(new ContainerLife(facts, it));
      case Doing.Over it -> Step.to(new ContainerLife(facts, it));
      case Doing.Stopping it -> Step.to(new ContainerLife(facts, it));
      case Doing.Away it -> Step.to(new ContainerLife(facts, it));
    };
  }

  private Step<ContainerLife> stopped(ContainerLife life, ContainerId container, Outcome outcome) {
    boolean done = outcome instanceof Outcome.Done;
    if (life.doing() instanceof Doing.Stopping it && it.container().equals(container)) {
      if (!done) {
        return Sighting.away(self, life.facts(), outcome);
      }
      return life.facts().stop().isPresent()
          ? Clearance.removeAll(self, life.facts())
          : Sighting.look(self, life.facts());
    }
    boolean current = life.doing() instanceof Doing.Up up && up.container().id().equals(container);
    if (done && !current) {
      return Step.to(life, Clearance.removal(container));
    }
    return life.doing() instanceof Doing.Clearing
        ? Sighting.away(self, life.facts(), outcome)
        : Step.to(life);
  }

  private Step<ContainerLife> removed(ContainerLife life, ContainerId container, Outcome outcome) {
    if (!(outcome instanceof Outcome.Done)) {
      return life.doing() instanceof Doing.Clearing
          ? Sighting.away(self, life.facts(), outcome)
          : Step.to(life);
    }
    Facts facts = life.facts().without(container);
    return life.doing() instanceof Doing.Clearing clearing
        ? Clearance.removed(self, facts, clearing, container)
        : Step.to(new ContainerLife(facts, life.doing()));
  }

  private Step<ContainerLife> happened(ContainerLife life, EngineEvent event, Moment moment) {
    return switch (event) {
      case EngineEvent.Died died -> died(life, died.container(), died.exitCode(), moment);
      case EngineEvent.Destroyed destroyed ->
          life.doing() instanceof Doing.Up up && up.container().id().equals(destroyed.container())
              ? Deaths.lost(self, life.facts(), up, moment)
              : Sighting.outdated(self, life);
      case EngineEvent.Missed missed ->
          life.doing() instanceof Doing.Up || life.doing() instanceof Doing.Starting
              ? Sighting.glance(self, life)
              : Sighting.outdated(self, life);
    };
  }

  /// The event tells the exit code, so what follows needs no look.
  private Step<ContainerLife> died(
      ContainerLife life, ContainerId container, int exitCode, Moment moment) {
    if (life.doing() instanceof Doing.Up up && up.container().id().equals(container)) {
      return Deaths.died(
          self,
          life.facts(),
          Endings.of(container, exitCode, startedAt(life, moment), moment.now()),
          moment);
    }
    if (life.doing() instanceof Doing.Starting starting) {
      Map<ContainerId, Integer> ended = new HashMap<>(starting.ended());
      ended.put(container, exitCode);
      return Step.to(new ContainerLife(life.facts(), new Doing.Starting(Map.copyOf(ended))));
    }
    return Sighting.outdated(self, life);
  }

  private static Instant startedAt(ContainerLife life, Moment moment) {
    return life.facts().shown().running().map(Running::startedAt).orElse(moment.now());
  }

  private Step<ContainerLife> woken(ContainerLife life, String tag, Moment moment) {
    return switch (life.doing()) {
      case Doing.Waiting waiting when tag.equals(Beginning.AGAIN) && !waiting.blocked() ->
          Beginning.begin(self, life.facts(), moment);
      case Doing.Waiting waiting
          when tag.equals(Beginning.BACK_OFF)
              && life.facts()
                  .shown()
                  .waiting()
                  .filter(it -> it.reason().equals(Beginning.ERR_IMAGE_PULL))
                  .isPresent() ->
          Beginning.backsOff(self, life);
      case Doing.Away away when tag.equals(Sighting.LOOK) -> Sighting.look(self, life.facts());
      case Doing.Up up when tag.equals(Sighting.LOOK) -> Sighting.glance(self, life);
      case Doing.Away it -> Step.to(life);
      case Doing.Waiting it -> Step.to(life);
      case Doing.Up it -> Step.to(life);
      case Doing.Looking it -> Step.to(life);
      case Doing.Found it -> Step.to(life);
      case Doing.Clearing it -> Step.to(life);
      case Doing.Pulling it -> Step.to(life);
      case Doing.Starting it -> Step.to(life);
      case Doing.Over it -> Step.to(life);
      case Doing.Stopping it -> Step.to(life);
    };
  }
}
