package io.nokube.kinds.placement;

import io.nokube.actor.Change;
import io.nokube.kinds.placement.PlacementState.Seat;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The next [PlacementState] in the making, within one step: changes in, and which pending pods
/// they make worth another try.
final class Draft {
  private final boolean nodesWhole;
  private final boolean podsWhole;
  private final Map<NodeName, Place> places;
  private final Map<ObjectKey, Pod> pending;
  private final Map<ObjectKey, Seat> seats;
  private final Map<NodeName, Taken> taken;
  private final Set<ObjectKey> due = new LinkedHashSet<>();
  private boolean allDue;

  Draft(PlacementState from, boolean nodesWhole, boolean podsWhole) {
    this.nodesWhole = nodesWhole;
    this.podsWhole = podsWhole;
    places = new LinkedHashMap<>(from.places());
    pending = new LinkedHashMap<>(from.pending());
    seats = new LinkedHashMap<>(from.seats());
    taken = new HashMap<>(from.taken());
    allDue = from.ready() != (nodesWhole && podsWhole);
  }

  PlacementState done() {
    return new PlacementState(
        nodesWhole,
        podsWhole,
        Collections.unmodifiableMap(places),
        Collections.unmodifiableMap(pending),
        Collections.unmodifiableMap(seats),
        Collections.unmodifiableMap(taken));
  }

  /// Takes changes of nodes in. What pods can't notice makes nothing due.
  void nodes(List<Change> changes, boolean complete) {
    if (complete) {
      places.clear();
      allDue = true;
    }
    for (Change change : changes) {
      NodeName name = new NodeName(change.key().name());
      Optional<Place> next =
          change instanceof Change.Put put && put.object() instanceof Node node
              ? Optional.of(Place.of(node, Taken.NOTHING))
              : Optional.empty();
      Optional<Place> before = Optional.ofNullable(places.get(name));
      allDue |= !next.map(Draft::noticeable).equals(before.map(Draft::noticeable));
      next.ifPresentOrElse(place -> places.put(name, place), () -> places.remove(name));
    }
  }

  private static List<Object> noticeable(Place place) {
    Node node = place.node();
    return List.of(
        node.metadata().labels(),
        node.spec(),
        place.offered(),
        place.seats(),
        NodeTaints.ofCondition(node.status()));
  }

  /// Takes changes of pods in.
  void pods(List<Change> changes, boolean complete) {
    if (complete) {
      Set<ObjectKey> there = new LinkedHashSet<>();
      changes.forEach(change -> there.add(change.key()));
      List.copyOf(seats.keySet()).stream().filter(key -> !there.contains(key)).forEach(this::free);
      pending.keySet().retainAll(there);
    }
    for (Change change : changes) {
      switch (change) {
        case Change.Put put when put.object() instanceof Pod pod -> see(pod);
        case Change.Put put -> {}
        case Change.Removed removed -> gone(removed.key());
      }
    }
  }

  private void see(Pod pod) {
    ObjectKey key = pod.key();
    Optional<NodeName> node = pod.spec().nodeName();
    Optional<Seat> seat = Optional.ofNullable(seats.get(key));
    boolean same = seat.map(s -> s.pod().equals(pod.metadata().uid())).orElse(false);
    if (pod.status().phase().terminal() || (node.isEmpty() && pod.metadata().isDeleting())) {
      gone(key);
    } else if (node.isPresent()) {
      pending.remove(key);
      if (!same || !seat.map(Seat::node).equals(node)) {
        free(key);
        sit(key, new Seat(pod.metadata().uid(), node.get(), Footprint.of(pod), Optional.empty()));
      } else if (seat.flatMap(Seat::assumed).isPresent()) {
        seats.put(
            key, new Seat(seat.get().pod(), node.get(), seat.get().footprint(), Optional.empty()));
      }
    } else {
      if (!same) {
        free(key);
      }
      pending.put(key, pod);
      due.add(key);
    }
  }

  private void gone(ObjectKey key) {
    pending.remove(key);
    free(key);
  }

  /// Gives a pod's seat up; whoever waits may fit now.
  private void free(ObjectKey key) {
    Seat seat = seats.remove(key);
    if (seat != null) {
      allDue = true;
      taken.computeIfPresent(seat.node(), (node, all) -> all.minus(seat.footprint()));
    }
  }

  /// Counts a binding that we write as taken.
  void assume(Pod pod, NodeName node, Footprint footprint, Instant now) {
    sit(pod.key(), new Seat(pod.metadata().uid(), node, footprint, Optional.of(now)));
  }

  private void sit(ObjectKey key, Seat seat) {
    seats.put(key, seat);
    taken.merge(
        seat.node(),
        Taken.NOTHING.plus(seat.footprint()),
        (all, one) -> all.plus(seat.footprint()));
  }

  /// Gives up what was assumed for this pod, if it still is.
  void unassume(Pod tried) {
    Seat seat = seats.get(tried.key());
    if (seat != null && seat.assumed().isPresent() && seat.pod().equals(tried.metadata().uid())) {
      free(tried.key());
    }
  }

  /// Frees what we expected to see bound for longer than that.
  void expire(Instant until) {
    List.copyOf(seats.entrySet()).stream()
        .filter(entry -> entry.getValue().assumed().filter(at -> !at.isAfter(until)).isPresent())
        .forEach(entry -> free(entry.getKey()));
  }

  void retryAll() {
    allDue = true;
  }

  Optional<Pod> pending(ObjectKey key) {
    return Optional.ofNullable(pending.get(key));
  }

  boolean assumesAny() {
    return seats.values().stream().anyMatch(seat -> seat.assumed().isPresent());
  }

  /// The pending pods that are worth a try now, oldest first.
  List<Pod> due() {
    if (!nodesWhole || !podsWhole) {
      return List.of();
    }
    List<Pod> pods = new ArrayList<>();
    for (ObjectKey key : allDue ? pending.keySet() : due) {
      Pod pod = pending.get(key);
      if (pod != null && !seats.containsKey(key)) {
        pods.add(pod);
      }
    }
    pods.sort(
        Comparator.comparing(pod -> pod.metadata().creationTimestamp().orElse(Instant.EPOCH)));
    return pods;
  }

  /// The nodes, with what is taken of them now.
  List<Place> places() {
    return places.values().stream()
        .map(place -> place.with(taken.getOrDefault(place.name(), Taken.NOTHING)))
        .toList();
  }
}
