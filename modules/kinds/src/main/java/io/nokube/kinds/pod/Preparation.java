package io.nokube.kinds.pod;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Step;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.kinds.container.ContainerMessage.Be;
import io.nokube.kinds.container.Wanted;
import io.nokube.model.core.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whatever is due after something became known: volumes mounted, containers told what they are to
/// be, the status published.
final class Preparation {
  /// Wakes one whose volumes could not be mounted.
  static final String MOUNT = "mount";

  private Preparation() {}

  static Step<PodLife> advance(Self self, PodLife life, Moment moment) {
    if (life.ending().isPresent() || life.status().phase().terminal()) {
      return Reporting.report(self, life, moment);
    }
    Volumes volumes =
        Volumes.of(self.pod(), life.contents(), life.mounts().done().orElse(List.of()));
    List<Effect> effects = new ArrayList<>();
    PodLife mounting = mount(self, complain(self, life, volumes, effects), volumes, effects);
    PodLife told = tell(self, mounting, volumes, effects);
    Step<PodLife> report = Reporting.report(self, told, moment);
    effects.addAll(report.effects());
    return Step.to(report.state(), effects);
  }

  private static PodLife complain(Self self, PodLife life, Volumes volumes, List<Effect> effects) {
    Map<String, String> missing = volumes.missing();
    if (missing.equals(life.mounts().missing())) {
      return life;
    }
    new TreeMap<>(missing)
        .forEach((volume, why) ->
            effects.add(
                self.warn(
                    "FailedMount",
                    "MountVolume.SetUp failed for volume \"" + volume + "\" : " + why)));
    return life.with(life.mounts().complaining(missing));
  }

  private static PodLife mount(Self self, PodLife life, Volumes volumes, List<Effect> effects) {
    Mounts mounts = life.mounts();
    boolean due =
        volumes.ready()
            && !volumes.plans().isEmpty()
            && !mounts.done().equals(Optional.of(volumes.plans()))
            && mounts.asked().isEmpty()
            && !mounts.waiting();
    if (!due) {
      return life;
    }
    effects.add(
        new Perform(
            new Action.Mount(
                self.path(), volumes.plans(), self.pod().spec().securityContext().fsGroup())));
    return life.with(mounts.asking(volumes.plans()));
  }

  private static PodLife tell(Self self, PodLife life, Volumes volumes, List<Effect> effects) {
    PodLife told = life;
    for (Container container : self.containers()) {
      String name = container.name();
      Optional<Wanted> wish =
          Wishes.of(self, told, volumes, container).filter(it -> !it.equals(life.told().get(name)));
      if (wish.isPresent()) {
        effects.add(self.tell(name, new Be(wish.get())));
        told = told.telling(name, wish.get());
      }
    }
    return told;
  }

  /// What became of a mount.
  static Step<PodLife> mounted(Self self, PodLife life, Outcome outcome, Moment moment) {
    return switch (outcome) {
      case Outcome.Done done ->
          advance(self, life.with(life.mounts().finished(self.backoff())), moment);
      case Outcome.Refused refused -> failed(self, life, refused.message(), moment);
      case Outcome.Unknown unknown -> failed(self, life, unknown.message(), moment);
    };
  }

  private static Step<PodLife> failed(Self self, PodLife life, String why, Moment moment) {
    Backoff later = life.mounts().backoff().failed(moment.now(), Duration.ZERO);
    Duration wait = later.remaining(moment.now());
    String volumes =
        String.join(
            " ", life.mounts().asked().orElse(List.of()).stream().map(VolumePlan::name).toList());
    return Step.to(
        life.with(life.mounts().failed(later)),
        self.warn("FailedMount", "Unable to mount volumes [" + volumes + "]: " + why),
        new WakeAfter(wait.isZero() ? self.tryAgain() : wait, MOUNT));
  }
}
