package io.nokube.kinds.container;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.Result.Image;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.container.Wanted.Resolution.Blocked;
import io.nokube.kinds.container.Wanted.Resolution.Ready;
import io.nokube.model.core.Container.ImagePullPolicy;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import io.nokube.model.core.PodSpec.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From nothing to a running container: pull, start, and what follows when that fails.
final class Beginning {
  /// Wakes one that waits for the end of a delay.
  static final String AGAIN = "again";

  /// Wakes one whose pull failed a moment ago.
  static final String BACK_OFF = "back-off";

  static final String ERR_IMAGE_PULL = "ErrImagePull";

  private Beginning() {}

  /// Begins a new life, if its pod lets it.
  static Step<ContainerLife> begin(Self self, Facts facts, Moment moment) {
    if (facts.stop().isPresent()) {
      return Clearance.removeAll(self, facts);
    }
    Wanted wanted = facts.want();
    return switch (wanted.resolution()) {
      case Blocked blocked -> blocked(self, facts, blocked);
      case Ready ready ->
          wanted.pull() != ImagePullPolicy.ALWAYS && facts.image().isPresent()
              ? start(self, facts, ready.plan(), facts.image().get())
              : pull(self, facts, wanted, ready.plan(), moment);
    };
  }

  private static Step<ContainerLife> blocked(Self self, Facts facts, Blocked blocked) {
    ContainerState shown = ContainerState.waiting(blocked.reason(), blocked.message());
    List<Effect> effects = new ArrayList<>();
    Facts now = facts.showing(shown);
    effects.add(self.say(now));
    if (!facts.shown().equals(shown) && !blocked.message().isEmpty()) {
      effects.add(self.warn("Failed", "Error: " + blocked.message()));
    }
    return Step.to(new ContainerLife(now, new Doing.Waiting(true)), effects);
  }

  private static Step<ContainerLife> pull(
      Self self, Facts facts, Wanted wanted, ContainerPlan plan, Moment moment) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Perform(new Action.Pull(new ImagePlan(plan.image(), wanted.pull()))));
    if (wanted.pull() == ImagePullPolicy.ALWAYS) {
      effects.add(self.note("Pulling", self.words().pulling()));
    }
    return Step.to(new ContainerLife(facts, new Doing.Pulling(moment.now())), effects);
  }

  static Step<ContainerLife> pulled(
      Self self, Facts facts, Instant since, Outcome outcome, Moment moment) {
    return switch (outcome) {
      case Outcome.Done(Result.Image image) -> {
        String words =
            facts.want().pull() == ImagePullPolicy.ALWAYS
                ? self.words().pulled(Duration.between(since, moment.now()))
                : self.words().present();
        yield withImage(self, facts.withImage(Optional.of(image)).retriesForgotten(), image)
            .and(self.note("Pulled", words));
      }
      case Outcome.Done done ->
          throw new IllegalStateException("a pull brought " + done.result() + ", not an image");
      case Outcome.Refused refused -> pullFailed(self, facts, refused, moment);
      case Outcome.Unknown unknown ->
          pullFailed(self, facts, new Outcome.Refused(ERR_IMAGE_PULL, unknown.message()), moment);
    };
  }

  private static Step<ContainerLife> withImage(Self self, Facts facts, Image image) {
    return switch (facts.want().resolution()) {
      case Blocked blocked -> blocked(self, facts, blocked);
      case Ready ready -> start(self, facts, ready.plan(), image);
    };
  }

  private static Step<ContainerLife> pullFailed(
      Self self, Facts facts, Outcome.Refused refused, Moment moment) {
    if (refused.reason().equals("Unavailable")) {
      return Sighting.away(self, facts, refused);
    }
    Step<ContainerLife> waits =
        retryLater(self, facts, refused.reason(), refused.message(), moment)
            .and(self.warn("Failed", ContainerWords.pullFailed(refused.message())))
            .and(self.warn("Failed", "Error: " + refused.reason()));
    return refused.reason().equals(ERR_IMAGE_PULL)
        ? waits.and(new WakeAfter(self.lookAgain(), BACK_OFF))
        : waits;
  }

  /// A pull that failed a moment ago is shown as one that waits, and why.
  static Step<ContainerLife> backsOff(Self self, ContainerLife life) {
    String why =
        life.facts()
            .shown()
            .waiting()
            .map(failed -> ": " + failed.reason() + ": " + failed.message())
            .orElse("");
    Facts facts =
        life.facts()
            .showing(ContainerState.waiting("ImagePullBackOff", self.words().pullBackOff() + why));
    return Step.to(
        new ContainerLife(facts, life.doing()),
        self.say(facts),
        self.note("BackOff", self.words().pullBackOff()));
  }

  private static Step<ContainerLife> start(
      Self self, Facts facts, ContainerPlan plan, Image image) {
    return nonRootBroken(self, plan, image)
        .map(why -> blocked(self, facts, new Blocked("CreateContainerConfigError", why)))
        .orElseGet(() ->
            Step.to(
                new ContainerLife(facts, new Doing.Starting(Map.of())),
                new Perform(new Action.Start(plan.withAttempt(facts.attempt() + 1)))));
  }

  private static Optional<String> nonRootBroken(Self self, ContainerPlan plan, Image image) {
    return plan.runAsNonRoot().orElse(false)
        ? self.words().breaksNonRoot(plan.user(), image.user())
        : Optional.empty();
  }

  static Step<ContainerLife> started(
      Self self, Facts facts, Doing.Starting starting, Outcome outcome, Moment moment) {
    return switch (outcome) {
      case Outcome.Done(Result.Containers(List<SeenContainer> made)) ->
          up(self, facts, starting, made.getFirst(), moment);
      case Outcome.Done done ->
          throw new IllegalStateException("a start brought " + done.result() + ", no container");
      case Outcome.Refused refused -> notStarted(self, facts, refused, moment);
      case Outcome.Unknown unknown -> Sighting.look(self, facts);
    };
  }

  private static Step<ContainerLife> up(
      Self self, Facts before, Doing.Starting starting, SeenContainer made, Moment moment) {
    Facts facts = before.withNewest(made).retriesForgotten();
    List<Effect> born =
        List.of(
            self.note("Created", "Created container: " + self.name()),
            self.note("Started", "Started container " + self.name()));
    return switch (made.state()) {
      case State.Running running -> {
        Integer exitCode = starting.ended().get(made.id());
        yield exitCode == null
            ? lives(self, facts, made, running).and(born)
            : first(
                born,
                Deaths.died(
                    self,
                    facts,
                    Endings.of(made.id(), exitCode, running.startedAt(), moment.now()),
                    moment));
      }
      case State.Exited exited ->
          first(born, Deaths.died(self, facts, Endings.of(made.id(), exited), moment));
      case State.Created created -> Sighting.look(self, facts);
    };
  }

  /// Of a later life, the engine is asked afterwards how the one before ended, and what older ones
  /// are left.
  private static Step<ContainerLife> lives(
      Self self, Facts facts, SeenContainer made, State.Running running) {
    Step<ContainerLife> lives = Sighting.adopt(self, facts, made, running);
    return made.attempt() > 0 || facts.look() != Facts.Look.NONE
        ? first(lives.effects(), Sighting.glance(self, lives.state()))
        : lives;
  }

  private static Step<ContainerLife> first(List<Effect> effects, Step<ContainerLife> step) {
    return Step.to(step.state(), effects).and(step.effects());
  }

  private static Step<ContainerLife> notStarted(
      Self self, Facts facts, Outcome.Refused refused, Moment moment) {
    return switch (refused.reason()) {
      case "Unavailable" -> Sighting.away(self, facts, refused);
      case "RunContainerError", "ContainerCannotRun" ->
          cannotRun(self, facts.withAttempt(facts.attempt() + 1), refused, moment);
      default ->
          retryLater(
                  self,
                  facts.withImage(Optional.empty()),
                  refused.reason(),
                  refused.message(),
                  moment)
              .and(self.warn("Failed", "Error: " + refused.message()));
    };
  }

  /// It was made but could not be started, as when the command isn't there: a life that ended at
  /// once.
  private static Step<ContainerLife> cannotRun(
      Self self, Facts facts, Outcome.Refused refused, Moment moment) {
    Terminated ended = Endings.notStarted(refused.message(), moment.now());
    Effect warning =
        self.warn(
            "Failed",
            "Error: failed to start container \"" + self.name() + "\": " + refused.message());
    if (facts.stop().isEmpty() && facts.want().restart() != RestartPolicy.NEVER) {
      Facts shown =
          facts
              .showing(ContainerState.waiting("RunContainerError", refused.message()))
              .withLast(Optional.of(ended));
      return Deaths.restart(self, shown, ended, moment).and(warning);
    }
    return Deaths.died(self, facts, ended, moment).and(warning);
  }

  private static Step<ContainerLife> retryLater(
      Self self, Facts facts, String reason, String message, Moment moment) {
    if (facts.stop().isPresent()) {
      return Sighting.look(self, facts);
    }
    Backoff retries = facts.retries().failed(moment.now(), Duration.ZERO);
    Facts waiting = facts.withRetries(retries).showing(ContainerState.waiting(reason, message));
    return Step.to(
        new ContainerLife(waiting, new Doing.Waiting(false)),
        self.say(waiting),
        new WakeAfter(retries.remaining(moment.now()), AGAIN));
  }
}
