package io.nokube.kinds.placement;

import io.nokube.model.core.Affinity.NodeAffinity;
import io.nokube.model.core.Affinity.NodeSelector;
import io.nokube.model.core.Affinity.NodeSelectorTerm;
import io.nokube.model.core.Affinity.PreferredTerm;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a pod's wishes meet a node's labels and taints.
public final class NodeMatch {
  private NodeMatch() {}

  /// Whether nodeSelector and required node affinity hold.
  public static boolean affinity(PodSpec spec, Node node) {
    return node.metadata().labels().entrySet().containsAll(spec.nodeSelector().entrySet())
        && nodeAffinity(spec)
            .flatMap(NodeAffinity::requiredDuringSchedulingIgnoredDuringExecution)
            .map(required -> matches(required, node))
            .orElse(true);
  }

  /// The weights of all preferred terms that hold, together.
  public static int preference(PodSpec spec, Node node) {
    return nodeAffinity(spec).stream()
        .flatMap(affinity -> affinity.preferredDuringSchedulingIgnoredDuringExecution().stream())
        .filter(term -> matches(term.preference(), node))
        .mapToInt(PreferredTerm::weight)
        .sum();
  }

  /// The first taint with one of the effects that nothing tolerates.
  public static Optional<Taint> untolerated(
      List<Toleration> tolerations, List<Taint> taints, Set<String> effects) {
    return taints.stream()
        .filter(taint -> effects.contains(taint.effect()))
        .filter(taint -> !tolerates(tolerations, taint))
        .findFirst();
  }

  /// How many `PreferNoSchedule` taints nothing tolerates.
  public static int unwelcome(PodSpec spec, Node node) {
    return (int)
        node.spec().taints().stream()
            .filter(taint -> taint.effect().equals("PreferNoSchedule"))
            .filter(taint -> !tolerates(spec.tolerations(), taint))
            .count();
  }

  /// Whether the node takes new pods, or this one tolerates that it takes none.
  public static boolean schedulable(List<Toleration> tolerations, Node node) {
    return !node.spec().unschedulable() || tolerates(tolerations, NodeTaints.CORDON);
  }

  private static boolean tolerates(List<Toleration> tolerations, Taint taint) {
    return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
  }

  private static Optional<NodeAffinity> nodeAffinity(PodSpec spec) {
    return spec.affinity().flatMap(affinity -> affinity.nodeAffinity());
  }

  private static boolean matches(NodeSelector selector, Node node) {
    return selector.nodeSelectorTerms().stream().anyMatch(term -> matches(term, node));
  }

  private static boolean matches(NodeSelectorTerm term, Node node) {
    if (term.matchExpressions().isEmpty() && term.matchFields().isEmpty()) {
      return false;
    }
    Map<String, String> fields = Map.of("metadata.name", node.metadata().name());
    return term.matchExpressions().stream()
            .allMatch(requirement -> requirement.matches(node.metadata().labels()))
        && term.matchFields().stream().allMatch(requirement -> requirement.matches(fields));
  }
}
