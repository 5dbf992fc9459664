package io.nokube.kinds.kubecontroller;

import io.nokube.model.NodeName;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.core.Pod;
import io.nokube.model.core.Toleration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Which pods are taken from nodes that stay silent, so that they are replaced elsewhere.
///
/// A pod stays as long as it says that it tolerates an unreachable node; if it says nothing, as
/// long as the configuration does. While most of the cluster is silent, nobody is evicted: more
/// likely than all those nodes it is us who are cut off.
///
/// Source: upstream `pkg/controller/tainteviction` and, for mass silence,
/// `node_lifecycle_controller.go`.
///
/// @param evict pods to delete now
/// @param next when there will be more, if nothing else changes
record Eviction(List<Pod> evict, Optional<Instant> next) {
  private static final Eviction NOBODY = new Eviction(List.of(), Optional.empty());

  /// @param nodes how many there are
  /// @param silent since when each silent one of them is
  /// @param evictAfter of pods that say nothing; empty: never
  /// @param least of pods that say that they tolerate less
  static Eviction of(
      int nodes,
      Map<NodeName, Instant> silent,
      Collection<Pod> pods,
      Optional<Duration> evictAfter,
      Duration least,
      Instant now) {
    if (silent.isEmpty() || isMassSilence(nodes, silent.size())) {
      return NOBODY;
    }
    List<Pod> evict = new ArrayList<>();
    Optional<Instant> next = Optional.empty();
    for (Pod pod : pods) {
      Optional<Instant> due = due(pod, silent, evictAfter, least);
      if (due.isPresent() && !due.get().isAfter(now)) {
        evict.add(pod);
      } else if (due.isPresent() && next.filter(at -> at.isBefore(due.get())).isEmpty()) {
        next = due;
      }
    }
    return new Eviction(List.copyOf(evict), next);
  }

  /// All nodes, or more than two and at least 55 % of them.
  static boolean isMassSilence(int nodes, int silent) {
    return silent >= nodes || (silent > 2 && silent * 100 >= nodes * 55);
  }

  private static Optional<Instant> due(
      Pod pod, Map<NodeName, Instant> silent, Optional<Duration> evictAfter, Duration least) {
    if (pod.metadata().isDeleting() || pod.status().phase().terminal()) {
      return Optional.empty();
    }
    Optional<Instant> since =
        pod.spec().nodeName().flatMap(node -> Optional.ofNullable(silent.get(node)));
    return since.flatMap(from ->
        patience(pod, evictAfter)
            .map(patience -> patience.compareTo(least) < 0 ? least : patience)
            .map(from::plus));
  }

  /// How long the pod tolerates a silent node; empty: for ever.
  private static Optional<Duration> patience(Pod pod, Optional<Duration> evictAfter) {
    List<Toleration> matching =
        pod.spec().tolerations().stream().filter(t -> t.tolerates(NodeTaints.SILENT)).toList();
    if (matching.isEmpty()) {
      return evictAfter;
    }
    OptionalLong least =
        matching.stream()
            .flatMap(toleration -> toleration.tolerationSeconds().stream())
            .mapToLong(seconds -> Math.max(0, seconds))
            .min();
    return least.isPresent()
        ? Optional.of(Duration.ofSeconds(least.getAsLong()))
        : Optional.empty();
  }
}
