package io.nokube.actor;

import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.ObjectReference;
import java.time.Duration;
import java.util.Optional;

/// What a behaviour wants done. The runtime does it, in order; what takes time answers by a signal.
public sealed interface Effect {
  /// Be shown these objects from now on. Asking twice changes nothing.
  record Observe(Interest interest) implements Effect {}

  /// Be shown them no longer.
  record Unobserve(Interest interest) implements Effect {}

  /// Have this child run on that node, and poll it. One that runs already is adopted.
  record Spawn(OwnershipPath child, NodeName node, Optional<KubeObject> subject)
      implements Effect {}

  /// Poll this child, which its node starts by itself (a bound pod), and don't start it.
  record Adopt(OwnershipPath child, NodeName node) implements Effect {}

  /// Poll this child no longer.
  record Forget(OwnershipPath child) implements Effect {}

  /// Say something to an actor on this node. If there is none, nothing happens: a hint, not a
  /// promise.
  record Tell(OwnershipPath to, Message message) implements Effect {}

  /// Write the status of this object, whatever its other fields have become. Only the newest of
  /// several is written.
  record Publish(KubeObject object) implements Effect {}

  /// Record a Kubernetes Event.
  ///
  /// @param warning else `Normal`
  record Note(ObjectReference about, boolean warning, String reason, String message)
      implements Effect {}

  /// Send [Signal.Woken] with this tag after a while. A later one with the same tag replaces it.
  record WakeAfter(Duration delay, String tag) implements Effect {}

  /// Carry out an action through a port; its outcome comes as [Signal.Performed].
  record Perform(Action action) implements Effect {}

  /// This actor is done: release its alive record and undeploy it. Nothing follows.
  record End() implements Effect {}
}
