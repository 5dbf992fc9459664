package io.nokube.kinds.pod;

import io.nokube.actor.Message;
import io.nokube.model.Uid;
import java.time.Duration;

/// What a node's agent and its pods say to one another.
public sealed interface PodMessage extends Message {
  /// Agent to pod: end within this grace, and remove yourself. May be said again; a shorter grace
  /// replaces a longer one.
  record Terminate(Duration grace) implements PodMessage {}

  /// Pod to agent: this pod has an actor here; is it to end? Said when a life of the actor begins,
  /// and now and then, for an agent that began anew knows only of pods that are bound.
  record Here(Uid pod) implements PodMessage {}

  /// Pod to agent: all containers ended for good; the pod needs no room any more.
  record Finished(Uid pod) implements PodMessage {}
}
