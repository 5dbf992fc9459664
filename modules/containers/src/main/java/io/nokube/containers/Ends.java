package io.nokube.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.nokube.actor.Outcome;
import io.nokube.actor.Result;
import io.nokube.actor.engine.ContainerId;
import java.time.Duration;

/// Stops, kills and removes containers, but only ours. What is so already is done.
final class Ends {
  private static final Outcome DONE = new Outcome.Done(new Result.Nothing());

  private final DockerClient docker;
  private final Calls calls;
  private final EngineSettings settings;
  private final Sightings sightings;
  private final Known known;
  private final Turns turns;

  Ends(
      DockerClient docker, Calls calls, EngineSettings settings, Sightings sightings, Known known) {
    this.docker = docker;
    this.calls = calls;
    this.settings = settings;
    this.sightings = sightings;
    this.known = known;
    this.turns = new Turns(settings.startsAtOnce(), settings.callDeadline());
  }

  /// Waits for the end: at most the grace, and what Docker takes to kill. A container being given
  /// grace costs the engine nothing, so any number may wait for theirs.
  Outcome stop(ContainerId container, Duration grace, String doing) {
    if (!sightings.ours(container)) {
      return notOurs(doing);
    }
    int seconds = Math.toIntExact(grace.plusNanos(999_999_999).toSeconds());
    try {
      if (seconds == 0) {
        turns.take(
            doing, () -> calls.make(doing, () -> docker.killContainerCmd(container.text()).exec()));
      } else {
        calls.make(
            doing,
            settings.callDeadline().plusSeconds(seconds),
            () -> docker.stopContainerCmd(container.text()).withTimeout(seconds).exec());
      }
    } catch (NotFoundException | NotModifiedException ended) {
      return DONE;
    } catch (ConflictException e) {
      String why = EngineMessage.of(e);
      return why.contains("is not running") ? DONE : new Outcome.Refused("Conflict", why);
    }
    return DONE;
  }

  Outcome remove(ContainerId container, String doing) {
    if (!sightings.ours(container)) {
      return notOurs(doing);
    }
    try {
      turns.take(
          doing,
          () ->
              calls.make(
                  doing,
                  () ->
                      docker.removeContainerCmd(container.text()).withRemoveVolumes(true).exec()));
    } catch (NotFoundException gone) {
      known.gone(container);
      return DONE;
    } catch (ConflictException e) {
      String why = EngineMessage.of(e);
      return why.contains("already in progress")
          ? new Outcome.Unknown(doing + ": " + why)
          : new Outcome.Refused("Conflict", why);
    }
    known.gone(container);
    return DONE;
  }

  private Outcome notOurs(String doing) {
    return new Outcome.Refused(
        "NotOurs", doing + ": it does not carry the labels of node " + settings.node());
  }
}
