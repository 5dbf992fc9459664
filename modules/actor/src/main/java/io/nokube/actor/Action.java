package io.nokube.actor;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Something done to the world through a port, off the event loop. Comes back in
/// [Signal.Performed], so that an actor recognizes it.
public sealed interface Action {
  /// Stores a new object. Done with [Result.Stored].
  record Create(KubeObject object) implements Action {}

  /// Replaces metadata and spec of an object whose resourceVersion is still the given one. Done
  /// with [Result.Stored].
  record Update(KubeObject object) implements Action {}

  /// Asks for an object to go, as `kubectl delete` does: a bound pod gets a deletion timestamp and
  /// is removed by its node; all else is removed.
  ///
  /// @param uid only this one; [Uid#NONE]: whichever has the name
  /// @param grace empty: the pod's own
  record Delete(ObjectKey key, Uid uid, Optional<Duration> grace) implements Action {}

  /// Asks for a pod to go because its node is silent. Refused as `Conflict` once the node's agent
  /// has its alive record again: it may have begun anew what is bound to it.
  ///
  /// @param node whose agent must have none
  record Evict(ObjectKey key, Uid uid, Duration grace, NodeName node) implements Action {}

  /// Removes an object for good, with its binding: a pod's node says that nothing of it is left.
  record Remove(ObjectKey key, Uid uid) implements Action {}

  /// Finds the containers at or below a path. Done with [Result.Containers].
  record Find(OwnershipPath path) implements Action {}

  /// Makes an image present. Done with [Result.Image].
  record Pull(ImagePlan image) implements Action {}

  /// Makes a pod's folder and volumes what they are to be, files swapped atomically. Done with
  /// [Result.Nothing].
  record Mount(OwnershipPath pod, List<VolumePlan> volumes, Optional<Long> fsGroup)
      implements Action {}

  /// Starts a pod's pause container. Done with [Result.Containers] of one.
  record StartSandbox(SandboxPlan plan) implements Action {}

  /// Creates and starts a container. Done with [Result.Containers] of one.
  record Start(ContainerPlan plan) implements Action {}

  /// TERM, then KILL after the grace. Done with [Result.Nothing], also if it had ended already.
  record Stop(ContainerId container, Duration grace) implements Action {}

  /// Removes an ended container. Done with [Result.Nothing], also if it was gone.
  record RemoveContainer(ContainerId container) implements Action {}

  /// Removes a pod's folder in the workspace. Done with [Result.Nothing].
  record RemoveFolder(OwnershipPath pod) implements Action {}

  /// Asks the node's engine whether it is there, and of which pods it has containers. Done with
  /// [Result.Engine]; refused as `Unavailable` if certainly nobody listens, unknown if it did not
  /// answer in time.
  ///
  /// @param within how long it may take
  record AskEngine(Duration within) implements Action {}
}
