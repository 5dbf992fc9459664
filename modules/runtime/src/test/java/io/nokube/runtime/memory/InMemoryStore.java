package io.nokube.runtime.memory;

import io.nokube.actor.Change;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.actor.port.Write.Reason;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Event;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The object store in memory: whole objects, watches answered in the writer's thread, fences
/// checked against an [InMemoryLiveness]. A status write replaces the object. Deleting removes.
public final class InMemoryStore implements ObjectStore {
  private final InMemoryLiveness liveness;
  private final Map<ObjectKey, KubeObject> objects = new LinkedHashMap<>();
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final List<KubeObject> statuses = new CopyOnWriteArrayList<>();
  private final List<Reason> refusals = new CopyOnWriteArrayList<>();
  private long revision;
  private int opened;
  private volatile boolean away;

  private record Watch(Predicate<KubeObject> sees, Optional<ObjectKey> one, Watcher watcher) {}

  public InMemoryStore(InMemoryLiveness liveness) {
    this.liveness = liveness;
  }

  public void away(boolean isAway) {
    away = isAway;
  }

  /// The next status writes are refused for these reasons, one each.
  public void refuseStatuses(Reason... reasons) {
    refusals.addAll(List.of(reasons));
  }

  /// Every status that was accepted, in order.
  public List<KubeObject> statuses() {
    return List.copyOf(statuses);
  }

  /// How many watches were ever opened.
  public synchronized int opened() {
    return opened;
  }

  /// How many watches are open.
  public int watching() {
    return watches.size();
  }

  public synchronized List<KubeObject> all(ResourceType type) {
    return objects.values().stream().filter(object -> object.type().equals(type)).toList();
  }

  /// As a user's write.
  public synchronized KubeObject put(KubeObject object) {
    Uid uid = object.metadata().uid();
    KubeObject stored =
        object.withMetadata(
            object
                .metadata()
                .withUid(uid.equals(Uid.NONE) ? new Uid("uid-" + (revision + 1)) : uid)
                .withResourceVersion(new Revision(++revision)));
    objects.put(stored.key(), stored);
    show(stored, new Change.Put(stored));
    return stored;
  }

  public synchronized void drop(ObjectKey key) {
    KubeObject last = objects.remove(key);
    if (last != null) {
      show(last, new Change.Removed(key, new Revision(++revision)));
    }
  }

  private void show(KubeObject object, Change change) {
    for (Watch watch : watches) {
      if (watch.sees().test(object)) {
        watch.watcher().changed(List.of(change), false);
      }
    }
  }

  @Override
  public synchronized Read<KubeObject> get(ObjectKey key) {
    if (away) {
      return new Read.Unavailable<>("away");
    }
    KubeObject found = objects.get(key);
    Revision now = new Revision(revision);
    return found == null ? new Read.Absent<>(now) : new Read.Found<>(found, now);
  }

  @Override
  public synchronized Read<Listing> list(ResourceType type, String namespace) {
    return away
        ? new Read.Unavailable<>("away")
        : new Read.Found<>(new Listing(all(type), new Revision(revision)), new Revision(revision));
  }

  private Optional<Write> refused(Fence fence) {
    if (away) {
      return Optional.of(new Write.Refused(Reason.UNAVAILABLE, "away"));
    }
    boolean fenced =
        switch (fence) {
          case Fence.User _ -> false;
          case Fence.Actor(var path, var incarnation) -> !liveness.holds(path, incarnation);
        };
    return fenced
        ? Optional.of(new Write.Refused(Reason.FENCED, "another life writes as " + fence))
        : Optional.empty();
  }

  @Override
  public synchronized Write create(List<Event> events, Fence fence) {
    return events.stream()
        .map(event -> create(event, fence))
        .filter(write -> !(write instanceof Write.Accepted))
        .findFirst()
        .orElseGet(() -> new Write.Accepted(events.getFirst()));
  }

  @Override
  public synchronized Write create(KubeObject object, Fence fence) {
    return refused(fence)
        .orElseGet(() ->
            objects.containsKey(object.key())
                ? new Write.Refused(Reason.ALREADY_EXISTS, object.key() + " is there")
                : new Write.Accepted(put(object)));
  }

  @Override
  public synchronized Write update(KubeObject object, Fence fence) {
    return refused(fence)
        .orElseGet(() ->
            objects.containsKey(object.key())
                ? new Write.Accepted(put(object))
                : new Write.Refused(Reason.NOT_FOUND, object.key() + " is not there"));
  }

  @Override
  public synchronized Write updateStatus(KubeObject object, Fence fence) {
    if (!refusals.isEmpty()) {
      Reason reason = refusals.removeFirst();
      return new Write.Refused(reason, "as the test wants");
    }
    Write write = update(object, fence);
    if (write instanceof Write.Accepted(var stored)) {
      statuses.add(stored);
    }
    return write;
  }

  @Override
  public Write delete(ObjectKey key, Uid uid, Optional<Duration> grace, Fence fence) {
    return remove(key, uid, fence);
  }

  @Override
  public Write evict(ObjectKey key, Uid uid, Duration grace, NodeName node, Fence fence) {
    return remove(key, uid, fence);
  }

  @Override
  public synchronized Write remove(ObjectKey key, Uid uid, Fence fence) {
    Optional<Write> refused = refused(fence);
    if (refused.isPresent()) {
      return refused.get();
    }
    KubeObject last = objects.get(key);
    drop(key);
    return last == null
        ? new Write.Refused(Reason.NOT_FOUND, key + " is not there")
        : new Write.Accepted(last);
  }

  @Override
  public Subscription watch(ResourceType type, String namespace, Revision after, Watcher watcher) {
    return open(new Watch(object -> object.type().equals(type), Optional.empty(), watcher));
  }

  @Override
  public Subscription watch(ObjectKey key, Watcher watcher) {
    return open(new Watch(object -> object.key().equals(key), Optional.of(key), watcher));
  }

  @Override
  public Subscription watchBindings(NodeName node, Watcher watcher) {
    Predicate<KubeObject> bound =
        object -> object instanceof Pod pod && pod.spec().nodeName().equals(Optional.of(node));
    return open(new Watch(bound, Optional.empty(), watcher));
  }

  private synchronized Subscription open(Watch watch) {
    opened++;
    watches.add(watch);
    List<Change> all = new ArrayList<>();
    objects.values().stream().filter(watch.sees()).map(Change.Put::new).forEach(all::add);
    if (all.isEmpty()) {
      watch.one().ifPresent(key -> all.add(new Change.Removed(key, new Revision(revision))));
    }
    watch.watcher().changed(all, true);
    return () -> watches.remove(watch);
  }
}
