package io.nokube.model.meta;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Kubernetes' LabelSelector: all labels and all expressions must hold. Selects everything if
/// empty.
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

  /// One expression; also the form of a node selector's.
  ///
  /// @param operator `In`, `NotIn`, `Exists`, `DoesNotExist`; for nodes also `Gt`, `Lt`
  public record Requirement(String key, String operator, List<String> values) {

    /// Whether a set of labels meets it.
    public boolean matches(Map<String, String> labels) {
      Optional<String> value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case "In" -> value.filter(values::contains).isPresent();
        case "NotIn" -> value.filter(values::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        case "Gt" -> value.flatMap(Requirement::number).filter(n -> n > bound()).isPresent();
        case "Lt" -> value.flatMap(Requirement::number).filter(n -> n < bound()).isPresent();
        default -> throw new IllegalStateException("no such operator: " + operator);
      };
    }

    private long bound() {
      return Long.parseLong(values.getFirst());
    }

    private static Optional<Long> number(String text) {
      return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
  }

  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
  }
}
