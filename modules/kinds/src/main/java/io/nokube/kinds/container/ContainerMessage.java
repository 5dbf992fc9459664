package io.nokube.kinds.container;

import io.nokube.actor.Message;
import io.nokube.model.core.ContainerStatus;
import java.time.Duration;

/// What a pod and its containers say to one another.
public sealed interface ContainerMessage extends Message {
  /// Pod to container: be this from now on. May be said again and again; each time the container
  /// answers with [Said].
  record Be(Wanted wanted) implements ContainerMessage {}

  /// Pod to container: end, remove all that is left of you, then say [Stopped]. A shorter grace
  /// later replaces a longer one.
  record Stop(Duration grace) implements ContainerMessage {}

  /// Container to pod: a life of this actor began; what am I to be?
  record Hello() implements ContainerMessage {}

  /// Container to pod: this is how I am.
  ///
  /// @param ip of the container's own network; empty if it has none, or none yet
  record Said(ContainerStatus status, String ip) implements ContainerMessage {}

  /// Container to pod: no container of mine is left; this actor ends.
  record Stopped() implements ContainerMessage {}
}
