package io.nokube.kinds.container;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Note;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Message;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.Pod;
import java.time.Duration;

/// Which container of which pod this is, and how it speaks.
///
/// @param image as the pod's spec names it
/// @param lookAgain how long it waits when the engine could not do something
record Self(
    OwnershipPath path,
    OwnershipPath podPath,
    Pod pod,
    String name,
    String image,
    Duration lookAgain) {

  static Self of(OwnershipPath path, Pod pod, Duration lookAgain) {
    OwnershipPath podPath =
        path.parent()
            .orElseThrow(() -> new IllegalArgumentException(path + " is no container's path"));
    String image =
        pod.spec().containers().stream()
            .filter(container -> container.name().equals(path.name()))
            .map(container -> container.image())
            .findFirst()
            .orElse("");
    return new Self(path, podPath, pod, path.name(), image, lookAgain);
  }

  Effect find() {
    return new Perform(new Action.Find(path));
  }

  Effect tell(Message message) {
    return new Tell(podPath, message);
  }

  Effect say(Facts facts) {
    return tell(
        new ContainerMessage.Said(status(facts), facts.newest().map(it -> it.ip()).orElse("")));
  }

  ContainerStatus status(Facts facts) {
    boolean running = facts.shown().running().isPresent();
    return new ContainerStatus(
        name,
        facts.shown(),
        facts.last().map(ContainerState::terminated).orElse(ContainerState.NONE),
        running,
        Math.max(0, facts.attempt()),
        image,
        facts.newest().map(it -> it.imageId()).orElse(""),
        facts.newest().map(it -> Endings.statusId(it.id())).orElse(""),
        running);
  }

  Effect note(String reason, String message) {
    return new Note(ContainerWords.reference(pod, name), false, reason, message);
  }

  Effect warn(String reason, String message) {
    return new Note(ContainerWords.reference(pod, name), true, reason, message);
  }

  ContainerWords words() {
    return new ContainerWords(pod, name, image);
  }
}
