package io.nokube.kinds.pod;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The pause container: found again, started, and replaced when it is lost. Its containers follow,
/// for their hash names it.
final class Sandboxes {
  /// Wakes one that could not be started or looked for.
  static final String AGAIN = "sandbox";

  /// Where its failures are counted; no container can have this name.
  private static final String FALLS = "(sandbox)";

  private Sandboxes() {}

  /// What is there of it.
  static Step<PodLife> found(Self self, PodLife life, List<SeenContainer> seen, Moment moment) {
    List<SeenContainer> sandboxes = seen.stream().filter(SeenContainer::sandbox).toList();
    Optional<SeenContainer> ours =
        sandboxes.stream()
            .filter(it -> it.podUid().equals(self.pod().metadata().uid()))
            .filter(it -> it.state() instanceof State.Running)
            .findFirst();
    if (ours.isPresent()) {
      return up(self, life, ours.get(), moment);
    }
    Set<ContainerId> useless =
        sandboxes.stream().map(SeenContainer::id).collect(Collectors.toUnmodifiableSet());
    return useless.isEmpty()
        ? start(self, life)
        : Step.to(
            life.with(new Sandbox.Clearing(useless)),
            sandboxes.stream().map(Sandboxes::going).toList());
  }

  /// What makes it go: nothing in a pause container needs grace.
  static Effect going(SeenContainer seen) {
    return new Perform(
        seen.state() instanceof State.Running
            ? new Action.Stop(seen.id(), Duration.ZERO)
            : new Action.RemoveContainer(seen.id()));
  }

  private static Step<PodLife> up(Self self, PodLife life, SeenContainer seen, Moment moment) {
    return Preparation.advance(self, life.with(new Sandbox.Up(seen.id(), seen.ip())), moment);
  }

  private static Step<PodLife> start(Self self, PodLife life) {
    return Step.to(
        life.with(new Sandbox.Starting(false)),
        new Perform(
            new Action.StartSandbox(new SandboxPlan(self.identity(), PodNetwork.of(self.pod())))));
  }

  /// One that could not be used is gone.
  static Step<PodLife> cleared(
      Self self, PodLife life, Sandbox.Clearing clearing, ContainerId gone) {
    Set<ContainerId> left = new HashSet<>(clearing.left());
    left.remove(gone);
    return left.isEmpty()
        ? start(self, life)
        : Step.to(life.with(new Sandbox.Clearing(Set.copyOf(left))));
  }

  static Step<PodLife> started(
      Self self, PodLife life, boolean stirred, Outcome outcome, Moment moment) {
    return switch (outcome) {
      case Outcome.Done(Result.Containers(List<SeenContainer> made)) ->
          stirred ? look(self, life) : up(self, life, made.getFirst(), moment);
      case Outcome.Done done ->
          throw new IllegalStateException("a sandbox brought " + done.result());
      case Outcome.Refused refused -> failed(self, life, refused.message(), moment);
      case Outcome.Unknown unknown -> look(self, life);
    };
  }

  private static Step<PodLife> failed(Self self, PodLife life, String why, Moment moment) {
    Backoff later =
        life.falls().getOrDefault(FALLS, self.backoff()).failed(moment.now(), Duration.ZERO);
    Duration wait = later.remaining(moment.now());
    return Step.to(
        life.falling(FALLS, later).with(new Sandbox.Failed()),
        self.warn("FailedCreatePodSandBox", "Failed to create pod sandbox: " + why),
        new WakeAfter(wait.isZero() ? self.tryAgain() : wait, AGAIN));
  }

  /// It ended or was removed: the pod needs another one.
  static Step<PodLife> lost(Self self, PodLife life) {
    Step<PodLife> look = look(self, life);
    return look.and(
        self.note("SandboxChanged", "Pod sandbox changed, it will be killed and re-created."));
  }

  static Step<PodLife> look(Self self, PodLife life) {
    return Step.to(life.with(new Sandbox.Looking(false)), self.find());
  }
}
