package io.nokube.model.validation;

import io.nokube.model.meta.LabelSelector;
import io.nokube.model.meta.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules for label selectors, and for those of nodes.
///
/// Source: apimachinery `pkg/apis/meta/v1/validation`, `pkg/apis/core/validation`.
final class SelectorRules {
  private SelectorRules() {}

  /// A workload's selector and its template's labels.
  ///
  /// @param kind as messages name it: `deployment`
  static void checkWorkload(String kind, Field selector, Field template) {
    if (!selector.required() || !selector.isObject()) {
      return;
    }
    MetadataRules.labels(selector.get("matchLabels"));
    selector.get("matchExpressions").items().forEach(SelectorRules::checkExpression);
    Optional<LabelSelector> whole = read(selector);
    if (whole.isEmpty()) {
      return;
    }
    if (whole.get().matchLabels().isEmpty() && whole.get().matchExpressions().isEmpty()) {
      selector.invalid("empty selector is invalid for " + kind);
      return;
    }
    Field labels = template.get("metadata").get("labels");
    if (template.isPresent() && !whole.get().matches(labels.texts())) {
      labels.invalid(
          labels.isPresent() ? labels.shown() : "{}",
          "`selector` does not match template `labels`");
    }
  }

  private static void checkExpression(Field expression) {
    if (expression.get("key").required()) {
      expression.get("key").checked(Names::qualified);
    }
    Field operator = expression.get("operator");
    operator.required();
    Field values = expression.get("values");
    switch (operator.text().orElse("")) {
      case "In", "NotIn" ->
          values.requiredItems("must be specified when `operator` is 'In' or 'NotIn'");
      case "Exists", "DoesNotExist" -> {
        if (!values.items().isEmpty()) {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "" -> {}
      default -> operator.invalid("not a valid selector operator");
    }
    values.items().forEach(value -> value.checked(Names::labelValue));
  }

  /// An expression of a node selector, on labels.
  static void checkNodeExpression(Field expression) {
    switch (expression.get("operator").text().orElse("")) {
      case "Gt", "Lt" -> {
        if (expression.get("key").required()) {
          expression.get("key").checked(Names::qualified);
        }
        checkBound(expression.get("values"));
      }
      default -> checkExpression(expression);
    }
  }

  private static void checkBound(Field values) {
    if (values.items().size() != 1) {
      if (!values.isPresent() || values.isList()) {
        values.requiredBelow("must be specified single value when `operator` is 'Lt' or 'Gt'");
      }
      return;
    }
    Field bound = values.items().getFirst();
    if (bound.text().filter(text -> !text.matches("-?[0-9]{1,18}")).isPresent()) {
      bound.invalid("must be a whole number when `operator` is 'Lt' or 'Gt'");
    }
  }

  /// An expression of a node selector, on fields: only `metadata.name`.
  static void checkFieldExpression(Field expression) {
    Field key = expression.get("key");
    if (key.required() && key.text().filter(text -> !text.equals("metadata.name")).isPresent()) {
      key.invalid("not a valid field selector key");
    }
    Field operator = expression.get("operator");
    if (operator.required()) {
      switch (operator.text().orElse("In")) {
        case "In", "NotIn" -> {
          Field values = expression.get("values");
          if (values.items().size() != 1 && (!values.isPresent() || values.isList())) {
            values.requiredBelow(
                "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
          }
        }
        default -> operator.invalid("not a valid selector operator");
      }
    }
  }

  /// The selector as a record; empty if a part of it is broken.
  private static Optional<LabelSelector> read(Field selector) {
    List<Requirement> requirements = new ArrayList<>();
    for (Field expression : selector.get("matchExpressions").items()) {
      String operator = expression.get("operator").text().orElse("");
      if (!List.of("In", "NotIn", "Exists", "DoesNotExist").contains(operator)) {
        return Optional.empty();
      }
      requirements.add(
          new Requirement(
              expression.get("key").text().orElse(""),
              operator,
              expression.get("values").items().stream()
                  .map(value -> value.text().orElse(""))
                  .toList()));
    }
    return Optional.of(new LabelSelector(selector.get("matchLabels").texts(), requirements));
  }
}
