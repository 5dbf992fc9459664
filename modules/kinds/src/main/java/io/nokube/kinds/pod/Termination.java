package io.nokube.kinds.pod;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Outcome;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.configstore.StoreMessage.NoLonger;
import io.nokube.kinds.container.ContainerMessage.Stop;
import io.nokube.kinds.pod.Ending.Stage;
import io.nokube.model.core.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The way out, deepest first: containers, all at once; then the pause container and whatever else
/// is left; then the folder; then the object; then the actor.
final class Termination {
  /// Wakes one that could not go on.
  static final String GO_ON = "ending";

  /// Wakes one whose containers' actors take longer than they may.
  static final String OVERDUE = "overdue";

  private Termination() {}

  /// Begins it, or makes it faster.
  static Step<PodLife> begin(Self self, PodLife life, Duration grace) {
    if (life.ending().isEmpty()) {
      return first(self, life, grace);
    }
    Ending ending = life.ending().get();
    if (ending.grace().compareTo(grace) <= 0) {
      return Step.to(life);
    }
    PodLife shorter = life.with(new Ending(grace, ending.stage()));
    return ending.stage() instanceof Stage.Containers it
        ? Step.to(shorter, stops(self, it.left(), grace))
        : Step.to(shorter);
  }

  private static Step<PodLife> first(Self self, PodLife life, Duration grace) {
    Set<String> names =
        self.containers().stream().map(Container::name).collect(Collectors.toUnmodifiableSet());
    List<Effect> effects = new ArrayList<>();
    if (life.status().phase().terminal()) {
      names.stream().sorted().map(self::spawn).forEach(effects::add);
    }
    effects.addAll(stops(self, names, grace));
    References.of(self.pod()).forEach(key -> effects.add(self.tellStore(key, new NoLonger(key))));
    return Step.to(life.with(new Ending(grace, new Stage.Containers(names))), effects);
  }

  private static List<Effect> stops(Self self, Set<String> names, Duration grace) {
    List<Effect> effects = new ArrayList<>();
    names.stream().sorted().map(it -> self.tell(it, new Stop(grace))).forEach(effects::add);
    effects.add(new WakeAfter(grace.plus(self.overdue()), OVERDUE));
    return effects;
  }

  /// A container's actor has removed what was its own, or is no more.
  static Step<PodLife> stopped(Self self, PodLife life, Ending ending, String container) {
    if (!(ending.stage() instanceof Stage.Containers it)) {
      return Step.to(life);
    }
    Set<String> left = new HashSet<>(it.left());
    left.remove(container);
    return whenQuiet(self, life.with(ending.at(new Stage.Containers(Set.copyOf(left)))));
  }

  /// Goes on once no container's actor and no pause container is under way any more.
  static Step<PodLife> whenQuiet(Self self, PodLife life) {
    boolean quiet =
        life.ending()
            .filter(it -> it.stage() instanceof Stage.Containers left && left.left().isEmpty())
            .isPresent();
    return quiet && settled(life.sandbox()) ? look(self, life) : Step.to(life);
  }

  private static boolean settled(Sandbox sandbox) {
    return switch (sandbox) {
      case Sandbox.Unneeded it -> true;
      case Sandbox.Up it -> true;
      case Sandbox.Failed it -> true;
      case Sandbox.Looking it -> true;
      case Sandbox.Clearing it -> true;
      case Sandbox.Starting it -> false;
    };
  }

  /// Looks what is left.
  static Step<PodLife> look(Self self, PodLife life) {
    return at(life, new Stage.Looking(), self.find());
  }

  static Step<PodLife> found(Self self, PodLife life, Ending ending, List<SeenContainer> seen) {
    if (seen.isEmpty()) {
      return folder(self, life);
    }
    Set<ContainerId> left =
        seen.stream().map(SeenContainer::id).collect(Collectors.toUnmodifiableSet());
    List<Effect> goings = seen.stream().map(it -> going(it, ending.grace())).toList();
    return Step.to(life.with(ending.at(new Stage.Clearing(left))), goings);
  }

  private static Effect going(SeenContainer seen, Duration grace) {
    boolean needsGrace = !seen.sandbox() && seen.state() instanceof State.Running;
    return needsGrace ? new Perform(new Action.Stop(seen.id(), grace)) : Sandboxes.going(seen);
  }

  static Step<PodLife> cleared(
      Self self, PodLife life, Ending ending, Stage.Clearing clearing, ContainerId gone) {
    Set<ContainerId> left = new HashSet<>(clearing.left());
    left.remove(gone);
    return left.isEmpty()
        ? folder(self, life)
        : Step.to(life.with(ending.at(new Stage.Clearing(Set.copyOf(left)))));
  }

  static Step<PodLife> folder(Self self, PodLife life) {
    return at(life, new Stage.Folder(), new Perform(new Action.RemoveFolder(self.path())));
  }

  static Step<PodLife> object(Self self, PodLife life) {
    return at(
        life,
        new Stage.Removal(),
        new Perform(new Action.Remove(self.pod().key(), self.pod().metadata().uid())));
  }

  /// The object is removed, or was, or is another's by now.
  static Step<PodLife> removed(Self self, PodLife life, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> Step.to(life, new End());
      case Outcome.Refused refused ->
          refused.reason().equals("NotFound") || refused.reason().equals("Conflict")
              ? Step.to(life, new End())
              : later(self, life);
      case Outcome.Unknown unknown -> later(self, life);
    };
  }

  /// Something could not be done: the stage is tried again.
  static Step<PodLife> later(Self self, PodLife life) {
    return Step.to(life, new WakeAfter(self.tryAgain(), GO_ON));
  }

  static Step<PodLife> again(Self self, PodLife life, Ending ending) {
    return switch (ending.stage()) {
      case Stage.Containers it -> Step.to(life, stops(self, it.left(), ending.grace()));
      case Stage.Looking it -> look(self, life);
      case Stage.Clearing it -> look(self, life);
      case Stage.Folder it -> folder(self, life);
      case Stage.Removal it -> object(self, life);
    };
  }

  private static Step<PodLife> at(PodLife life, Stage stage, Effect effect) {
    return Step.to(life.ending().map(ending -> life.with(ending.at(stage))).orElse(life), effect);
  }
}
