package io.nokube.kinds.testing;

import io.nokube.model.core.Affinity;
import io.nokube.model.core.Affinity.NodeAffinity;
import io.nokube.model.core.Affinity.NodeSelector;
import io.nokube.model.core.Affinity.NodeSelectorTerm;
import io.nokube.model.core.Affinity.PreferredTerm;
import io.nokube.model.meta.LabelSelector.Requirement;
import java.util.List;
import java.util.Optional;

/// Node affinities in few words.
public final class Affinities {
  private Affinities() {}

  public static Affinity required(String key, String operator, String... values) {
    return required(term(key, operator, values));
  }

  public static Affinity requiredNothing() {
    return required(new NodeSelectorTerm(List.of(), List.of()));
  }

  public static Affinity requiredName(String node) {
    return required(
        new NodeSelectorTerm(
            List.of(), List.of(new Requirement("metadata.name", "In", List.of(node)))));
  }

  private static Affinity required(NodeSelectorTerm term) {
    return new Affinity(
        Optional.of(new NodeAffinity(Optional.of(new NodeSelector(List.of(term))), List.of())));
  }

  public static Affinity preferred(int weight, String key, String value) {
    return preferred(List.of(new PreferredTerm(weight, term(key, "In", value))));
  }

  public static Affinity preferred(
      int weight, String key, String value, int otherWeight, String otherKey, String otherValue) {
    return preferred(
        List.of(
            new PreferredTerm(weight, term(key, "In", value)),
            new PreferredTerm(otherWeight, term(otherKey, "In", otherValue))));
  }

  private static Affinity preferred(List<PreferredTerm> terms) {
    return new Affinity(Optional.of(new NodeAffinity(Optional.empty(), terms)));
  }

  private static NodeSelectorTerm term(String key, String operator, String... values) {
    return new NodeSelectorTerm(
        List.of(new Requirement(key, operator, List.of(values))), List.of());
  }
}
