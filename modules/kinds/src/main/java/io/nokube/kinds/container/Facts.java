package io.nokube.kinds.container;

import io.nokube.actor.Backoff;
import io.nokube.actor.Result.Image;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.ContainerStatus.Terminated;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a container's actor knows, whatever it is about.
///
/// @param shown the state that its status shows
/// @param last how the life before the shown one ended
/// @param newest the newest life, running or not
/// @param attempt of the newest life; -1: none yet
/// @param image what was pulled for the next life; empty: pull first
/// @param crashes delays lives
/// @param retries delays pulls and creations
/// @param remains containers that exist, as far as it knows
/// @param look whether an answer to `Find` is awaited
/// @param stop the grace, once its end was asked for
record Facts(
    Optional<Wanted> wanted,
    ContainerState shown,
    Optional<Terminated> last,
    Optional<SeenContainer> newest,
    int attempt,
    Optional<Image> image,
    Backoff crashes,
    Backoff retries,
    Set<ContainerId> remains,
    Look look,
    Optional<Duration> stop) {

  /// One look at a time; an answer that was asked for before a change proves no absence after it.
  enum Look {
    NONE,
    ASKED,
    /// Asked, and to be asked anew when the answer comes.
    OUTDATED
  }

  static Facts unknown(Backoff backoff) {
    return new Facts(
        Optional.empty(),
        ContainerState.waiting("ContainerCreating", ""),
        Optional.empty(),
        Optional.empty(),
        -1,
        Optional.empty(),
        backoff,
        withoutFreeTry(backoff),
        Set.of(),
        Look.NONE,
        Optional.empty());
  }

  /// Pulls and creations wait after their first failure already, as in Kubernetes.
  private static Backoff withoutFreeTry(Backoff backoff) {
    return new Backoff(backoff.first(), backoff.most(), backoff.reset(), 1, Optional.empty());
  }

  /// What its pod wants.
  ///
  /// @throws IllegalStateException if it never said so: then nothing was begun either
  Wanted want() {
    return wanted.orElseThrow(
        () -> new IllegalStateException("a container was begun before its pod wanted it"));
  }

  Facts withWanted(Wanted wanted) {
    return new Facts(
        Optional.of(wanted),
        shown,
        last,
        newest,
        attempt,
        image,
        crashes,
        retries,
        remains,
        look,
        stop);
  }

  /// In another state. If a life's end was shown until now, it becomes the last life's.
  Facts showing(ContainerState shown) {
    Optional<Terminated> before =
        shown.terminated().isPresent() ? last : this.shown.terminated().or(() -> last);
    return new Facts(
        wanted, shown, before, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withLast(Optional<Terminated> last) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withNewest(SeenContainer newest) {
    Set<ContainerId> more = new HashSet<>(remains);
    more.add(newest.id());
    return new Facts(
        wanted,
        shown,
        last,
        Optional.of(newest),
        Math.max(attempt, newest.attempt()),
        image,
        crashes,
        retries,
        Set.copyOf(more),
        look,
        stop);
  }

  Facts withAttempt(int attempt) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withImage(Optional<Image> image) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withCrashes(Backoff crashes) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withRetries(Backoff retries) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts retriesForgotten() {
    return withRetries(withoutFreeTry(retries));
  }

  Facts withRemains(Set<ContainerId> remains) {
    return new Facts(
        wanted,
        shown,
        last,
        newest,
        attempt,
        image,
        crashes,
        retries,
        Set.copyOf(remains),
        look,
        stop);
  }

  Facts without(ContainerId gone) {
    return withRemains(remains.stream().filter(id -> !id.equals(gone)).collect(Collectors.toSet()));
  }

  Facts withLook(Look look) {
    return new Facts(
        wanted, shown, last, newest, attempt, image, crashes, retries, remains, look, stop);
  }

  Facts withStop(Duration grace) {
    return new Facts(
        wanted,
        shown,
        last,
        newest,
        attempt,
        image,
        crashes,
        retries,
        remains,
        look,
        Optional.of(grace));
  }
}
