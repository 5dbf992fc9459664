package io.nokube.kinds.placement;

import io.nokube.kinds.Requests;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What speaks against a node for a pod. Each filter says yes, or why not, in upstream's words; the
/// first that says no ends the questions for its node.
///
/// Source: upstream `pkg/scheduler/framework/plugins`.
final class Filters {
  static final String AFFINITY = "node(s) didn't match Pod's node affinity/selector";
  static final String PORTS = "node(s) didn't have free ports for the requested pod ports";
  private static final Set<String> HARD = Set.of("NoSchedule", "NoExecute");

  private Filters() {}

  /// Why not this node; empty if nothing speaks against it.
  static List<String> against(PodSpec spec, Footprint footprint, Place place) {
    return nodeName(spec, place)
        .or(() -> unschedulable(spec, place))
        .or(() -> taints(spec, place))
        .or(() -> affinity(spec, place))
        .or(() -> ports(footprint, place))
        .map(List::of)
        .orElseGet(() -> room(footprint, place));
  }

  static Optional<String> nodeName(PodSpec spec, Place place) {
    return no(
        spec.nodeName().map(name -> !name.equals(place.name())).orElse(false),
        "node(s) didn't match the requested node name");
  }

  static Optional<String> unschedulable(PodSpec spec, Place place) {
    return no(
        !NodeMatch.schedulable(spec.tolerations(), place.node()), "node(s) were unschedulable");
  }

  /// Those that it was given, and those that it has because it isn't ready.
  static Optional<String> taints(PodSpec spec, Place place) {
    return NodeMatch.untolerated(spec.tolerations(), place.taints(), HARD)
        .map(Filters::untolerated);
  }

  static Optional<String> affinity(PodSpec spec, Place place) {
    return no(!NodeMatch.affinity(spec, place.node()), AFFINITY);
  }

  static Optional<String> ports(Footprint footprint, Place place) {
    boolean conflict =
        footprint.ports().stream()
            .anyMatch(port -> place.taken().ports().stream().anyMatch(port::conflictsWith));
    return no(conflict, PORTS);
  }

  /// All resources that don't suffice.
  static List<String> room(Footprint footprint, Place place) {
    List<String> reasons = new ArrayList<>();
    for (Shortage shortage : shortages(footprint, place)) {
      reasons.add(
          shortage.resource().equals("pods")
              ? "Too many pods"
              : "Insufficient " + shortage.resource());
    }
    return reasons;
  }

  /// What the node has too little of. What isn't requested can't be short.
  static List<Shortage> shortages(Footprint footprint, Place place) {
    Requests wanted = footprint.requests();
    Requests used = place.taken().requests();
    Requests offered = place.offered();
    List<Shortage> all =
        List.of(
            new Shortage("pods", 1, place.taken().pods(), place.seats()),
            new Shortage("cpu", wanted.cpuMilli(), used.cpuMilli(), offered.cpuMilli()),
            new Shortage(
                "memory", wanted.memoryBytes(), used.memoryBytes(), offered.memoryBytes()));
    return all.stream().filter(Shortage::isReal).toList();
  }

  /// @param requested in the resource's smallest unit: thousandths of a CPU, bytes, pods
  record Shortage(String resource, long requested, long used, long capacity) {
    boolean isReal() {
      return requested > 0 && requested > capacity - used;
    }
  }

  static String untolerated(Taint taint) {
    return "node(s) had untolerated taint {" + taint.key() + ": " + taint.value() + "}";
  }

  private static Optional<String> no(boolean against, String reason) {
    return against ? Optional.of(reason) : Optional.empty();
  }
}
