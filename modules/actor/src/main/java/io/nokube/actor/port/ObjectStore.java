package io.nokube.actor.port;

import io.nokube.actor.Change;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The objects of the cluster, each write a compare-and-set transaction.
///
/// A pod with `spec.nodeName` has a binding, which is what its node watches: every write of the pod
/// but that of its status writes it in the same transaction.
public interface ObjectStore {
  /// What etcd takes in one transaction, and some room.
  int EVENTS_AT_ONCE = 50;

  Read<KubeObject> get(ObjectKey key);

  /// All objects of a type at one revision, in the order of their keys.
  ///
  /// @param namespace empty: of all namespaces
  Read<Listing> list(ResourceType type, String namespace);

  /// Stores a new object: gives it uid, creation timestamp, generation 1 and, from `generateName`,
  /// a name. Refused if it is there, or its namespace is not.
  Write create(KubeObject object, Fence fence);

  /// Stores new Events in few requests: all of them, or, if one of them can't be, none.
  ///
  /// @param events at least one, at most [#EVENTS_AT_ONCE]
  Write create(List<Event> events, Fence fence);

  /// Replaces all but the status. Refused unless the stored resourceVersion is the object's (an
  /// object without one replaces whatever is there). Raises the generation if the spec changed. An
  /// update that changes nothing writes nothing.
  Write update(KubeObject object, Fence fence);

  /// Replaces the status only; compares uid, and the resourceVersion if the object has one.
  Write updateStatus(KubeObject object, Fence fence);

  /// Asks for an object to go, as `kubectl delete` does: a bound pod gets a deletion timestamp (a
  /// shorter grace replaces a longer one) and its node removes it; all else is removed at once.
  ///
  /// @param uid only this one; [Uid#NONE]: whichever has the name
  /// @param grace empty: the pod's own
  Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence);

  /// Asks for a pod to go as [#delete] does, but only while the agent of that node has no alive
  /// record; refused as a conflict else.
  Write evict(ObjectKey key, Uid uid, Duration grace, NodeName node, Fence fence);

  /// Removes an object for good, with its binding.
  Write remove(ObjectKey key, Uid uid, Fence fence);

  /// Shows every change of a type's objects after a revision.
  ///
  /// @param namespace empty: of all namespaces
  /// @param after [Revision#NONE]: first all that is there, as one complete batch
  Subscription watch(ResourceType type, String namespace, Revision after, Watcher watcher);

  /// Shows one object, first as it is (or absent), then each change.
  Subscription watch(ObjectKey key, Watcher watcher);

  /// Shows the pods bound to a node, first all of them, then each change.
  Subscription watchBindings(NodeName node, Watcher watcher);

  /// @param revision of the read
  record Listing(List<KubeObject> items, Revision revision) {}

  /// Called by one thread at a time, in the store's order. May block: it slows only this watch.
  interface Watcher {
    /// @param complete whether `changes` is the whole set anew (at the start, and after history was
    ///   lost to compaction), so that what it lacks is gone
    void changed(List<Change> changes, boolean complete);
  }

  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
