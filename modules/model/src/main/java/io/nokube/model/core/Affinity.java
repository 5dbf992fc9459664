package io.nokube.model.core;

import io.nokube.model.meta.LabelSelector.Requirement;
import java.util.List;
import java.util.Optional;

/// On which nodes a pod may and would rather run.
public record Affinity(Optional<NodeAffinity> nodeAffinity) {

  public record NodeAffinity(
      Optional<NodeSelector> requiredDuringSchedulingIgnoredDuringExecution,
      List<PreferredTerm> preferredDuringSchedulingIgnoredDuringExecution) {}

  /// One of the terms must hold.
  public record NodeSelector(List<NodeSelectorTerm> nodeSelectorTerms) {}

  /// All requirements must hold; a term without any holds for no node.
  ///
  /// @param matchFields on `metadata.name` only
  public record NodeSelectorTerm(
      List<Requirement> matchExpressions, List<Requirement> matchFields) {}

  /// @param weight 1 to 100
  public record PreferredTerm(int weight, NodeSelectorTerm preference) {}
}
