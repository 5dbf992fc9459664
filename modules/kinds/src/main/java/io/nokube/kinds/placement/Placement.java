package io.nokube.kinds.placement;

import io.nokube.model.NodeName;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Which node a pod is to run on: of those that no filter refuses, the one that it prefers most;
/// among equals, the one with the fewest siblings; among equals, chance decides.
public sealed interface Placement {
  record Chosen(NodeName node) implements Placement {}

  /// @param message how many nodes each filter refused, and why, as upstream words it
  record NoFit(String message) implements Placement {}

  /// @param pods those on the nodes; what has ended takes nothing
  static Placement of(
      Pod pod, Collection<Node> nodes, Collection<Pod> pods, RandomGenerator chance) {
    List<Place> places = new ArrayList<>();
    for (Node node : nodes) {
      List<Footprint> there =
          pods.stream().filter(other -> takesRoomOn(other, node)).map(Footprint::of).toList();
      places.add(Place.of(node, Taken.by(there)));
    }
    return of(pod.spec(), Footprint.of(pod), places, chance);
  }

  static Placement of(
      PodSpec spec, Footprint footprint, Collection<Place> places, RandomGenerator chance) {
    List<Place> fitting = new ArrayList<>();
    Map<String, Integer> refusals = new TreeMap<>();
    for (Place place : places) {
      List<String> reasons = Filters.against(spec, footprint, place);
      reasons.forEach(reason -> refusals.merge(reason, 1, Integer::sum));
      if (reasons.isEmpty()) {
        fitting.add(place);
      }
    }
    return fitting.isEmpty()
        ? new NoFit(explained(places.size(), refusals))
        : new Chosen(best(spec, footprint, fitting, chance));
  }

  private static NodeName best(
      PodSpec spec, Footprint footprint, List<Place> fitting, RandomGenerator chance) {
    Comparator<Place> order =
        Comparator.comparingInt((Place place) -> -NodeMatch.preference(spec, place.node()))
            .thenComparingInt(place -> NodeMatch.unwelcome(spec, place.node()))
            .thenComparingInt(place -> place.taken().siblings(footprint));
    List<Place> best = new ArrayList<>();
    for (Place place : fitting) {
      int compared = best.isEmpty() ? 0 : order.compare(place, best.getFirst());
      if (compared < 0) {
        best.clear();
      }
      if (compared <= 0) {
        best.add(place);
      }
    }
    return best.get(best.size() == 1 ? 0 : chance.nextInt(best.size())).name();
  }

  private static String explained(int nodes, Map<String, Integer> refusals) {
    if (nodes == 0) {
      return "no nodes available to schedule pods";
    }
    List<String> reasons =
        refusals.entrySet().stream()
            .map(refusal -> refusal.getValue() + " " + refusal.getKey())
            .sorted()
            .toList();
    return "0/" + nodes + " nodes are available: " + String.join(", ", reasons) + ".";
  }

  private static boolean takesRoomOn(Pod pod, Node node) {
    return !pod.status().phase().terminal()
        && pod.spec()
            .nodeName()
            .map(name -> name.text().equals(node.metadata().name()))
            .orElse(false);
  }
}
