package io.nokube.kinds.pod;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Note;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.Publish;
import io.nokube.actor.Effect.Spawn;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Message;
import io.nokube.actor.engine.PodIdentity;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.core.Container;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which pod this is, on which node, and how it speaks.
///
/// @param pod as it was when this life began
/// @param backoff fresh
/// @param tryAgain how long to wait before what could not be done is tried again
/// @param askAgain how often the stores are asked again for what they told already
/// @param overdue how much longer than its grace a container may take to end
record Self(
    OwnershipPath path,
    NodeName node,
    Pod pod,
    Backoff backoff,
    Duration tryAgain,
    Duration askAgain,
    Duration overdue) {

  PodIdentity identity() {
    return new PodIdentity(
        path, pod.metadata().namespace(), pod.metadata().name(), pod.metadata().uid(), node);
  }

  List<Container> containers() {
    return pod.spec().containers();
  }

  OwnershipPath child(String container) {
    return path.child("container", container);
  }

  Duration grace() {
    return Duration.ofSeconds(
        pod.metadata()
            .deletionGracePeriodSeconds()
            .orElse(pod.spec().terminationGracePeriodSeconds()));
  }

  Effect spawn(String container) {
    return new Spawn(child(container), node, Optional.of(pod));
  }

  Effect tell(String container, Message message) {
    return new Tell(child(container), message);
  }

  Effect tellAgent(Message message) {
    return new Tell(OwnershipPath.agent(node), message);
  }

  /// To the node's store of such objects.
  Effect tellStore(ObjectKey key, Message message) {
    String kind = key.type().equals(ResourceType.SECRET) ? "secretstore" : "configstore";
    return new Tell(OwnershipPath.top("", kind, node.text()), message);
  }

  Effect find() {
    return new Perform(new Action.Find(path));
  }

  /// Whatever its other fields have become: so without the revision this life began with.
  Effect publish(PodStatus status) {
    return new Publish(
        pod.withMetadata(pod.metadata().withResourceVersion(Revision.NONE)).withStatus(status));
  }

  Effect warn(String reason, String message) {
    return new Note(ObjectReference.to(pod), true, reason, message);
  }

  Effect note(String reason, String message) {
    return new Note(ObjectReference.to(pod), false, reason, message);
  }
}
