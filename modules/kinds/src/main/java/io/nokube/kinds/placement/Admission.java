package io.nokube.kinds.placement;

import io.nokube.kinds.placement.Filters.Shortage;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.core.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a node takes a pod that was bound to it. The node has the last word, so that planners
/// that didn't know of one another can't overcommit it.
///
/// Source: upstream `pkg/kubelet/lifecycle/predicate.go`, whose reasons these are.
public sealed interface Admission {
  record Admitted() implements Admission {}

  /// @param reason `NodeName`, `NodeAffinity`, `TaintToleration`, `NodePorts`, `OutOfpods`,
  ///   `OutOfcpu` or `OutOfmemory`
  record Rejected(String reason, String message) implements Admission {}

  /// @param podsOnNode those that the node has admitted; the pod itself and what has ended take
  ///   nothing
  static Admission of(Node node, Collection<Pod> podsOnNode, Pod pod) {
    List<Footprint> others =
        podsOnNode.stream()
            .filter(other -> !other.status().phase().terminal())
            .filter(other -> !other.metadata().uid().equals(pod.metadata().uid()))
            .map(Footprint::of)
            .toList();
    Place place = Place.of(node, Taken.by(others));
    Footprint footprint = Footprint.of(pod);
    return predicate("NodeName", Filters.nodeName(pod.spec(), place))
        .or(() -> predicate("NodeAffinity", Filters.affinity(pod.spec(), place)))
        .or(() -> predicate("TaintToleration", noExecute(pod, node)))
        .or(() -> predicate("NodePorts", Filters.ports(footprint, place)))
        .or(() -> Filters.shortages(footprint, place).stream().findFirst().map(Admission::outOf))
        .orElseGet(Admitted::new);
  }

  private static Optional<String> noExecute(Pod pod, Node node) {
    return NodeMatch.untolerated(
            pod.spec().tolerations(), NodeTaints.stored(node).spec().taints(), Set.of("NoExecute"))
        .map(Filters::untolerated);
  }

  private static Optional<Admission> predicate(String name, Optional<String> no) {
    return no.map(why -> new Rejected(name, "Predicate " + name + " failed: " + why));
  }

  private static Admission outOf(Shortage shortage) {
    return new Rejected(
        "OutOf" + shortage.resource(),
        "Node didn't have enough resource: "
            + shortage.resource()
            + ", requested: "
            + shortage.requested()
            + ", used: "
            + shortage.used()
            + ", capacity: "
            + shortage.capacity());
  }
}
