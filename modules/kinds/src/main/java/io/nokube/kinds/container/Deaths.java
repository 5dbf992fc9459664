package io.nokube.kinds.container;

import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Moment;
import io.nokube.actor.Step;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Running;
import io.nokube.model.core.ContainerStatus.Terminated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows when a life ended: rest, another life at once, or one after a delay.
final class Deaths {
  private Deaths() {}

  static Step<ContainerLife> died(Self self, Facts facts, Terminated ended, Moment moment) {
    Facts shown = facts.showing(ContainerState.terminated(ended));
    if (facts.stop().isPresent()) {
      return Sighting.look(self, shown);
    }
    return Endings.restarts(facts.want().restart(), ended.exitCode())
        ? restart(self, shown, ended, moment)
        : rest(self, shown);
  }

  /// Somebody removed it unseen.
  static Step<ContainerLife> lost(Self self, Facts facts, Doing.Up up, Moment moment) {
    SeenContainer gone = up.container();
    Instant startedAt = facts.shown().running().map(Running::startedAt).orElse(moment.now());
    Terminated ended = Endings.lost(gone.id(), startedAt, moment.now());
    return died(self, facts.without(gone.id()), ended, moment);
  }

  private static Step<ContainerLife> rest(Self self, Facts facts) {
    return Sighting.glance(self, new ContainerLife(facts, new Doing.Over())).and(self.say(facts));
  }

  /// The first time at once, without a needless round trip; then after a delay that doubles.
  static Step<ContainerLife> restart(Self self, Facts facts, Terminated ended, Moment moment) {
    Backoff crashes = facts.crashes().failed(moment.now(), Endings.lived(ended));
    Facts counted = facts.withCrashes(crashes);
    Duration wait = crashes.remaining(moment.now());
    if (!wait.isZero()) {
      return waitFor(self, counted, ended, wait);
    }
    Step<ContainerLife> begun = Beginning.begin(self, counted, moment);
    return begun.and(self.say(begun.state().facts()));
  }

  private static Step<ContainerLife> waitFor(
      Self self, Facts facts, Terminated ended, Duration wait) {
    Facts waiting =
        facts
            .showing(
                ContainerState.waiting(
                    "CrashLoopBackOff", self.words().crashLoop(facts.crashes().delay())))
            .withLast(Optional.of(ended));
    List<Effect> effects = new ArrayList<>();
    effects.add(new WakeAfter(wait, Beginning.AGAIN));
    effects.add(self.say(waiting));
    effects.add(self.warn("BackOff", self.words().restartBackOff()));
    return Sighting.glance(self, new ContainerLife(waiting, new Doing.Waiting(false))).and(effects);
  }
}
