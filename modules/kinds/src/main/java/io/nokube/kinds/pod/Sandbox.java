package io.nokube.kinds.pod;

import io.nokube.actor.engine.ContainerId;
import java.util.Set;

/// How it stands with a pod's pause container.
sealed interface Sandbox {
  /// The pod needs none.
  record Unneeded() implements Sandbox {}

  /// The engine was asked what there is.
  record Looking() implements Sandbox {}

  /// What can't be used is removed first.
  record Clearing(Set<ContainerId> left) implements Sandbox {}

  record Starting() implements Sandbox {}

  record Up(ContainerId id, String ip) implements Sandbox {}

  /// It could not be started; it is tried again.
  record Failed() implements Sandbox {}
}
