package io.nokube.kinds.pod;

import io.nokube.actor.engine.ContainerId;
import java.util.Set;

/// How it stands with a pod's pause container.
sealed interface Sandbox {
  /// The pod needs none.
  record Unneeded() implements Sandbox {}

  /// The engine was asked what there is.
  ///
  /// @param stirred whether something happened since, so that the answer may be outdated
  record Looking(boolean stirred) implements Sandbox {}

  /// What can't be used is removed first.
  record Clearing(Set<ContainerId> left) implements Sandbox {}

  /// @param stirred whether something happened since: perhaps it ended already
  record Starting(boolean stirred) implements Sandbox {}

  record Up(ContainerId id, String ip) implements Sandbox {}

  /// It could not be started; it is tried again.
  record Failed() implements Sandbox {}
}
