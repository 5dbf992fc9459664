package io.nokube.kinds.pod;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Message;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.kinds.configstore.StoreMessage.Content;
import io.nokube.kinds.configstore.StoreMessage.Need;
import io.nokube.kinds.container.ContainerMessage;
import io.nokube.kinds.pod.Ending.Stage;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns signals into what [Preparation], [Sandboxes], [Reporting] and [Termination] decide.
final class PodBehavior implements Behavior<PodLife> {
  private static final String ASK = "ask";
  private static final String HERE = "here";
  private static final String RESPAWN = "respawn-";

  private final Self self;
  private final Set<ObjectKey> needs;

  PodBehavior(Self self) {
    this.self = self;
    this.needs = References.of(self.pod());
  }

  @Override
  public Step<PodLife> start(Moment moment) {
    PodLife life = born();
    List<Effect> effects = new ArrayList<>();
    effects.add(here());
    effects.add(new WakeAfter(self.askAgain(), HERE));
    if (life.status().phase().terminal()) {
      Step<PodLife> due = dueEnd(life);
      effects.addAll(due.effects());
      return Step.to(due.state(), effects);
    }
    self.containers().forEach(it -> effects.add(self.spawn(it.name())));
    if (self.pod().metadata().isDeleting()) {
      Step<PodLife> end = Termination.begin(self, life, self.grace());
      effects.addAll(end.effects());
      return Step.to(end.state(), effects);
    }
    if (life.sandbox() instanceof Sandbox.Looking) {
      effects.add(self.find());
    }
    effects.addAll(asks(life));
    Step<PodLife> advance = Preparation.advance(self, life, moment);
    effects.addAll(advance.effects());
    return Step.to(advance.state(), effects);
  }

  private Effect here() {
    return self.tellAgent(new PodMessage.Here(self.pod().metadata().uid()));
  }

  private Step<PodLife> dueEnd(PodLife life) {
    return self.pod().metadata().isDeleting()
        ? Termination.begin(self, life, self.grace())
        : Step.to(life);
  }

  private PodLife born() {
    boolean quiet = self.pod().status().phase().terminal() || self.pod().metadata().isDeleting();
    return new PodLife(
        Contents.NONE,
        !quiet && PodNetwork.needsSandbox(self.pod())
            ? new Sandbox.Looking(false)
            : new Sandbox.Unneeded(),
        Mounts.none(self.backoff()),
        Map.of(),
        Map.of(),
        "",
        self.pod().status(),
        Map.of(),
        Optional.empty());
  }

  private List<Effect> asks(PodLife life) {
    List<Effect> effects = new ArrayList<>();
    for (ObjectKey key : needs) {
      effects.add(self.tellStore(key, new Need(key, life.contents().revision(key))));
    }
    if (!needs.isEmpty()) {
      boolean allTold = life.contents().told().keySet().containsAll(needs);
      effects.add(new WakeAfter(allTold ? self.askAgain() : self.tryAgain(), ASK));
    }
    return effects;
  }

  @Override
  public Step<PodLife> on(PodLife life, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Told told -> told(life, told.from(), told.message(), moment);
      case Signal.Performed performed ->
          isFenced(performed.outcome())
              ? Step.to(life, new End())
              : performed(life, performed.action(), performed.outcome(), moment);
      case Signal.Engine engine -> happened(life, engine.event());
      case Signal.Woken woken -> woken(life, woken.tag(), moment);
      case Signal.ChildClosed closed -> closed(life, closed.child(), moment);
      case Signal.ChildPolled polled -> polled(life, polled.child(), polled.polled());
      case Signal.ParentPolled polled ->
          polled.polled() instanceof Polled.Gone && life.ending().isEmpty()
              ? Termination.begin(self, life, self.grace())
              : Step.to(life);
      case Signal.Observed observed -> Step.to(life);
    };
  }

  private static boolean isFenced(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused && refused.reason().equals("Fenced");
  }

  private Step<PodLife> told(PodLife life, OwnershipPath from, Message message, Moment moment) {
    return switch (message) {
      case PodMessage.Terminate it -> Termination.begin(self, life, it.grace());
      case Content it -> Preparation.advance(self, life.with(life.contents().with(it)), moment);
      case ContainerMessage.Hello hello -> Step.to(life, answer(life, from.name()));
      case ContainerMessage.Said said -> said(life, said, moment);
      case ContainerMessage.Stopped stopped ->
          life.ending()
              .map(ending -> Termination.stopped(self, life, ending, from.name()))
              .orElse(Step.to(life));
      default -> Step.to(life);
    };
  }

  /// The first address of a pod without pause container may be what another container waits for.
  private Step<PodLife> said(PodLife life, ContainerMessage.Said said, Moment moment) {
    return Reporting.report(self, life.hearing(said.status(), said.ip()), moment);
  }

  private List<Effect> answer(PodLife life, String container) {
    if (life.ending().isPresent()) {
      return List.of(self.tell(container, new ContainerMessage.Stop(life.ending().get().grace())));
    }
    return Optional.ofNullable(life.told().get(container))
        .map(it -> List.of(self.tell(container, new ContainerMessage.Be(it))))
        .orElse(List.of());
  }

  private Step<PodLife> closed(PodLife life, OwnershipPath child, Moment moment) {
    String name = child.name();
    if (life.ending().isPresent()) {
      return Termination.stopped(self, life, life.ending().get(), name);
    }
    Backoff before = life.falls().getOrDefault(name, self.backoff());
    Duration since =
        before.last().map(at -> Duration.between(at, moment.now())).orElse(Duration.ZERO);
    Backoff later = before.failed(moment.now(), since);
    Duration wait = later.remaining(moment.now());
    return Step.to(
        life.falling(name, later),
        wait.isZero() ? self.spawn(name) : new WakeAfter(wait, RESPAWN + name));
  }

  private Step<PodLife> polled(PodLife life, OwnershipPath child, Polled polled) {
    return switch (polled) {
      case Polled.Alive alive -> Step.to(life);
      case Polled.Unknown unknown -> Step.to(life);
      case Polled.Gone gone ->
          life.ending()
              .map(ending -> Termination.stopped(self, life, ending, child.name()))
              .orElseGet(() -> Step.to(life, self.spawn(child.name())));
    };
  }

  private Step<PodLife> happened(PodLife life, EngineEvent event) {
    if (life.ending().isPresent() || life.status().phase().terminal()) {
      return Step.to(life);
    }
    return switch (life.sandbox()) {
      case Sandbox.Up up ->
          switch (event) {
            case EngineEvent.Died died -> lost(life, up, died.container());
            case EngineEvent.Destroyed destroyed -> lost(life, up, destroyed.container());
            case EngineEvent.Missed missed -> Step.to(life, self.find());
          };
      case Sandbox.Looking it -> Step.to(life.with(new Sandbox.Looking(true)));
      case Sandbox.Starting it -> Step.to(life.with(new Sandbox.Starting(true)));
      case Sandbox.Unneeded it -> Step.to(life);
      case Sandbox.Clearing it -> Step.to(life);
      case Sandbox.Failed it -> Step.to(life);
    };
  }

  private Step<PodLife> lost(PodLife life, Sandbox.Up up, ContainerId gone) {
    return up.id().equals(gone) ? Sandboxes.lost(self, life) : Step.to(life);
  }

  private Step<PodLife> performed(PodLife life, Action action, Outcome outcome, Moment moment) {
    return switch (action) {
      case Action.Find it -> found(life, outcome, moment);
      case Action.Mount it -> Preparation.mounted(self, life, outcome, moment);
      case Action.StartSandbox it -> sandboxStarted(life, outcome, moment);
      case Action.Stop it ->
          outcome instanceof Outcome.Done
              ? Step.to(life, new Perform(new Action.RemoveContainer(it.container())))
              : stuck(life);
      case Action.RemoveContainer it ->
          outcome instanceof Outcome.Done ? cleared(life, it.container()) : stuck(life);
      case Action.RemoveFolder it ->
          outcome instanceof Outcome.Done
              ? Termination.object(self, life)
              : Termination.later(self, life);
      case Action.Remove it -> Termination.removed(self, life, outcome);
      case Action.Create it -> Step.to(life);
      case Action.Update it -> Step.to(life);
      case Action.Delete it -> Step.to(life);
      case Action.Evict it -> Step.to(life);
      case Action.Pull it -> Step.to(life);
      case Action.Start it -> Step.to(life);
      case Action.AskEngine it -> Step.to(life);
    };
  }

  private Step<PodLife> found(PodLife life, Outcome outcome, Moment moment) {
    if (!(outcome instanceof Outcome.Done(Result.Containers(List<SeenContainer> seen)))) {
      return stuck(life);
    }
    if (life.ending().isPresent()) {
      Ending ending = life.ending().get();
      return ending.stage() instanceof Stage.Looking
          ? Termination.found(self, life, ending, seen)
          : Step.to(life);
    }
    return switch (life.sandbox()) {
      case Sandbox.Looking it ->
          it.stirred() ? Sandboxes.look(self, life) : Sandboxes.found(self, life, seen, moment);
      case Sandbox.Up up ->
          seen.stream().anyMatch(it -> it.id().equals(up.id()) && runs(it))
              ? Step.to(life)
              : Sandboxes.lost(self, life);
      case Sandbox.Unneeded it -> Step.to(life);
      case Sandbox.Clearing it -> Step.to(life);
      case Sandbox.Starting it -> Step.to(life);
      case Sandbox.Failed it -> Step.to(life);
    };
  }

  private static boolean runs(SeenContainer seen) {
    return seen.state() instanceof SeenContainer.State.Running;
  }

  private Step<PodLife> sandboxStarted(PodLife life, Outcome outcome, Moment moment) {
    if (life.ending().isPresent()) {
      return Termination.whenQuiet(self, life.with(new Sandbox.Failed()));
    }
    return life.sandbox() instanceof Sandbox.Starting starting
        ? Sandboxes.started(self, life, starting.stirred(), outcome, moment)
        : Step.to(life);
  }

  private Step<PodLife> cleared(PodLife life, ContainerId gone) {
    if (life.ending().isPresent()) {
      Ending ending = life.ending().get();
      return ending.stage() instanceof Stage.Clearing clearing
          ? Termination.cleared(self, life, ending, clearing, gone)
          : Step.to(life);
    }
    return life.sandbox() instanceof Sandbox.Clearing clearing
        ? Sandboxes.cleared(self, life, clearing, gone)
        : Step.to(life);
  }

  /// The engine could not do something about the pause container or the end.
  private Step<PodLife> stuck(PodLife life) {
    return life.ending().isPresent()
        ? Termination.later(self, life)
        : Step.to(life, new WakeAfter(self.tryAgain(), Sandboxes.AGAIN));
  }

  private Step<PodLife> woken(PodLife life, String tag, Moment moment) {
    if (life.ending().isPresent()) {
      return wokenAtTheEnd(life, life.ending().get(), tag);
    }
    if (tag.startsWith(RESPAWN)) {
      return Step.to(life, self.spawn(tag.substring(RESPAWN.length())));
    }
    return switch (tag) {
      case ASK -> Step.to(life, asks(life));
      case HERE -> Step.to(life, here(), new WakeAfter(self.askAgain(), HERE));
      case Preparation.MOUNT ->
          Preparation.advance(self, life.with(life.mounts().tryingAgain()), moment);
      case Sandboxes.AGAIN ->
          life.sandbox() instanceof Sandbox.Unneeded ? Step.to(life) : Sandboxes.look(self, life);
      default -> Step.to(life);
    };
  }

  private Step<PodLife> wokenAtTheEnd(PodLife life, Ending ending, String tag) {
    return switch (tag) {
      case Termination.GO_ON -> Termination.again(self, life, ending);
      case Termination.OVERDUE ->
          ending.stage() instanceof Stage.Containers ? Termination.look(self, life) : Step.to(life);
      default -> Step.to(life);
    };
  }
}
