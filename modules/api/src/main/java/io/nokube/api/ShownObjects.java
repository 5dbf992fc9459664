package io.nokube.api;

import io.nokube.actor.Change;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeTaints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The store as clients see it: a Node comes with the taints that follow from its condition, and
/// goes back without them.
final class ShownObjects implements ObjectStore {
  private final ObjectStore store;

  ShownObjects(ObjectStore store) {
    this.store = store;
  }

  private static KubeObject shown(KubeObject object) {
    return object instanceof Node node ? NodeTaints.shown(node) : object;
  }

  private static KubeObject stored(KubeObject object) {
    return object instanceof Node node ? NodeTaints.stored(node) : object;
  }

  private static <T> Read<T> shown(Read<T> read, UnaryOperator<T> shown) {
    return read instanceof Read.Found<T>(T value, Revision at)
        ? new Read.Found<>(shown.apply(value), at)
        : read;
  }

  private static Write shown(Write write) {
    return write instanceof Write.Accepted(KubeObject object)
        ? new Write.Accepted(shown(object))
        : write;
  }

  private static Change shown(Change change) {
    return switch (change) {
      case Change.Put(KubeObject object, boolean created) -> new Change.Put(shown(object), created);
      case Change.Removed(ObjectKey key, Revision at, Optional<KubeObject> last) ->
          new Change.Removed(key, at, last.map(ShownObjects::shown));
    };
  }

  private static Watcher shown(Watcher watcher) {
    return (changes, complete) ->
        watcher.changed(changes.stream().map(ShownObjects::shown).toList(), complete);
  }

  @Override
  public Read<KubeObject> get(ObjectKey key) {
    return shown(store.get(key), ShownObjects::shown);
  }

  @Override
  public Read<Listing> list(ResourceType type, String namespace) {
    return shown(
        store.list(type, namespace),
        listing ->
            new Listing(
                listing.items().stream().map(ShownObjects::shown).toList(), listing.revision()));
  }

  @Override
  public Write create(KubeObject object, Fence fence) {
    return shown(store.create(stored(object), fence));
  }

  @Override
  public Write create(List<Event> events, Fence fence) {
    return store.create(events, fence);
  }

  @Override
  public Write update(KubeObject object, Fence fence) {
    return shown(store.update(stored(object), fence));
  }

  @Override
  public Write updateStatus(KubeObject object, Fence fence) {
    return shown(store.updateStatus(object, fence));
  }

  @Override
  public Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence) {
    return shown(store.delete(key, uid, grace, fence));
  }

  @Override
  public Write evict(ObjectKey key, Uid uid, Duration grace, NodeName node, Fence fence) {
    return shown(store.evict(key, uid, grace, node, fence));
  }

  @Override
  public Write remove(ObjectKey key, Uid uid, Fence fence) {
    return shown(store.remove(key, uid, fence));
  }

  @Override
  public Subscription watch(ResourceType type, String namespace, Revision after, Watcher watcher) {
    return type.equals(ResourceType.NODE)
        ? store.watch(type, namespace, after, shown(watcher))
        : store.watch(type, namespace, after, watcher);
  }

  @Override
  public Subscription watch(ObjectKey key, Watcher watcher) {
    return store.watch(key, shown(watcher));
  }

  @Override
  public Subscription watchBindings(NodeName node, Watcher watcher) {
    return store.watchBindings(node, watcher);
  }
}
