package io.nokube.kinds;

import io.nokube.actor.Change;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an owner of pods has asked for and not yet seen: without it, it would ask twice.
///
/// Source: upstream `pkg/controller/controller_utils.go`, ControllerExpectations.
///
/// @param creates by pod name
/// @param deletes when each was asked for
public record Expectations(Map<String, Create> creates, Map<Uid, Instant> deletes) {
  public static final Expectations NONE = new Expectations(Map.of(), Map.of());

  /// @param revision the hash of the template it is made from
  public record Create(String revision, Instant since) {}

  public Expectations create(Collection<String> names, String revision, Instant now) {
    Map<String, Create> next = new LinkedHashMap<>(creates);
    names.forEach(name -> next.put(name, new Create(revision, now)));
    return new Expectations(Collections.unmodifiableMap(next), deletes);
  }

  public Expectations delete(Collection<Uid> pods, Instant now) {
    Map<Uid, Instant> next = new LinkedHashMap<>(deletes);
    pods.forEach(pod -> next.put(pod, now));
    return new Expectations(creates, Collections.unmodifiableMap(next));
  }

  /// A creation that will not be.
  public Expectations withoutCreate(String name) {
    Map<String, Create> next = new LinkedHashMap<>(creates);
    next.remove(name);
    return new Expectations(Collections.unmodifiableMap(next), deletes);
  }

  /// A deletion that will not be.
  public Expectations withoutDelete(Uid pod) {
    Map<Uid, Instant> next = new LinkedHashMap<>(deletes);
    next.remove(pod);
    return new Expectations(creates, Collections.unmodifiableMap(next));
  }

  /// What is left once these changes were seen, and with them these pods are there.
  ///
  /// @param namespace the owner's
  public Expectations seen(String namespace, List<Change> changes, Sight<Pod> pods) {
    if (isEmpty()) {
      return this;
    }
    Map<String, Create> creating = new LinkedHashMap<>(creates);
    for (Change change : changes) {
      if (change.key().namespace().equals(namespace)) {
        creating.remove(change.key().name());
      }
    }
    Set<Uid> alive = new LinkedHashSet<>();
    for (Pod pod : pods.all()) {
      if (!pod.metadata().isDeleting()) {
        alive.add(pod.metadata().uid());
      }
    }
    Map<Uid, Instant> deleting = new LinkedHashMap<>(deletes);
    deleting.keySet().retainAll(alive);
    return new Expectations(
        Collections.unmodifiableMap(creating), Collections.unmodifiableMap(deleting));
  }

  /// What is left once all that was asked for until then is given up.
  public Expectations expire(Instant until) {
    Map<String, Create> creating = new LinkedHashMap<>(creates);
    creating.values().removeIf(create -> !create.since().isAfter(until));
    Map<Uid, Instant> deleting = new LinkedHashMap<>(deletes);
    deleting.values().removeIf(since -> !since.isAfter(until));
    return new Expectations(
        Collections.unmodifiableMap(creating), Collections.unmodifiableMap(deleting));
  }

  public boolean isEmpty() {
    return creates.isEmpty() && deletes.isEmpty();
  }
}
