package io.nokube.kinds.agent;

import io.nokube.actor.Backoff;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.Optional;

/// A pod that this node has taken, or is about to.
///
/// @param pod as its binding, or its object, last showed it
/// @param finished all its containers ended for good: it needs no room
/// @param told the shortest grace within which it was told to end
record Tenant(Pod pod, Stage stage, Backoff falls, boolean finished, Optional<Duration> told) {
  enum Stage {
    /// Its object is read: what became of it before this life of the agent?
    READING,
    /// It has not begun, and is admitted or rejected once none is being read: whatever that is may
    /// need its room.
    WAITING,
    /// Its actor was spawned.
    LIVING,
    /// Its actor closed; another one follows after a delay.
    FALLEN
  }

  static Tenant reading(Pod pod, Backoff fresh) {
    return new Tenant(pod, Stage.READING, fresh, false, Optional.empty());
  }

  static Tenant waiting(Pod pod, Backoff fresh) {
    return new Tenant(pod, Stage.WAITING, fresh, false, Optional.empty());
  }

  boolean needsRoom() {
    return (stage == Stage.LIVING || stage == Stage.FALLEN) && !finished;
  }

  Uid uid() {
    return pod.metadata().uid();
  }

  Tenant at(Stage stage) {
    return new Tenant(pod, stage, falls, finished, told);
  }

  Tenant living(Pod pod) {
    return new Tenant(
        pod, Stage.LIVING, falls, finished || pod.status().phase().terminal(), Optional.empty());
  }

  Tenant fallen(Backoff falls) {
    return new Tenant(pod, Stage.FALLEN, falls, finished, Optional.empty());
  }

  Tenant inFinished() {
    return new Tenant(pod, stage, falls, true, told);
  }

  Tenant toldToEnd(Duration grace) {
    return new Tenant(pod, stage, falls, finished, Optional.of(grace));
  }
}
