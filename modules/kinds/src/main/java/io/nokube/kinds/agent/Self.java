package io.nokube.kinds.agent;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.Tell;
import io.nokube.actor.Interest;
import io.nokube.kinds.pod.PodMessage.Terminate;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.time.Duration;

/// Which node this is.
///
/// @param composed the Node object as the machine and the configuration make it
/// @param backoff fresh
/// @param tryAgain how long to wait before what could not be done is tried again
/// @param strayGrace how long a container that belongs to no pod any more has to end
/// @param askEngineEvery how often an engine that answers is asked again
/// @param askEngineWithin how long it may take to answer
record Self(
    NodeName node,
    Node composed,
    Backoff backoff,
    Duration tryAgain,
    Duration strayGrace,
    Duration askEngineEvery,
    Duration askEngineWithin) {

  Effect askEngine() {
    return new Perform(new Action.AskEngine(askEngineWithin));
  }

  Interest bindings() {
    return new Interest.BoundTo(node);
  }

  Interest ownNode() {
    return new Interest.One(composed.key());
  }

  Effect terminate(OwnershipPath pod, Duration grace) {
    return new Tell(pod, new Terminate(grace));
  }

  /// The grace a pod is due.
  static Duration grace(Pod pod) {
    return Duration.ofSeconds(
        pod.metadata()
            .deletionGracePeriodSeconds()
            .orElse(pod.spec().terminationGracePeriodSeconds()));
  }
}
