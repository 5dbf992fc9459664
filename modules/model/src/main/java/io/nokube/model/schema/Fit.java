package io.nokube.model.schema;

import io.nokube.model.schema.Shape.Fields;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Entry;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// Checks whether a tree fits a shape, and says of everything that doesn't why.
final class Fit {
  private final Dialect dialect;
  private final Vocabulary vocabulary;
  private final BiPredicate<FieldPath, Located> hidden;
  private final Consumer<Problem> problems;

  /// @param hidden whose values may not be shown
  Fit(
      Dialect dialect,
      Vocabulary vocabulary,
      BiPredicate<FieldPath, Located> hidden,
      Consumer<Problem> problems) {
    this.dialect = dialect;
    this.vocabulary = vocabulary;
    this.hidden = hidden;
    this.problems = problems;
  }

  void check(FieldPath path, Located value, Shape shape) {
    switch (shape) {
      case Shape.Dropped() -> {}
      case Shape.Maybe(Shape inner) -> check(path, value, inner);
      case Shape.Many(Shape item) -> checkList(path, value, item);
      case Shape.ByKey(Shape each) -> checkMap(path, value, each);
      case Fields fields -> checkFields(path, value, fields);
      case Shape.Text(),
          Shape.Parsed(_, _, _),
          Shape.Whole(_),
          Shape.Fraction(),
          Shape.Truth(),
          Shape.CountOrPercent(),
          Shape.Word(_, _) ->
          checkScalar(path, value, shape);
    }
  }

  private void checkList(FieldPath path, Located value, Shape item) {
    if (!(value instanceof Sequence sequence)) {
      wrongType(path, value, "expected a list, found %s", "");
      return;
    }
    for (int i = 0; i < sequence.items().size(); i++) {
      check(path.item(i), sequence.items().get(i), item);
    }
  }

  private void checkMap(FieldPath path, Located value, Shape each) {
    if (!(value instanceof Mapping mapping)) {
      wrongType(path, value, "expected an object, found %s", "");
      return;
    }
    mapping
        .entries()
        .forEach((key, entry) -> {
          boolean empty = dialect == Dialect.KUBERNETES && Located.isNothing(entry.value());
          if (!empty) {
            check(path.key(key), entry.value(), each);
          }
        });
  }

  private void checkFields(FieldPath path, Located value, Fields fields) {
    if (!(value instanceof Mapping mapping)) {
      wrongType(path, value, "expected an object, found %s", "");
      return;
    }
    mapping.entries().forEach((name, entry) -> checkField(path.field(name), name, entry, fields));
    if (dialect == Dialect.CONFIG) {
      checkAllThere(path, mapping, fields);
    }
  }

  private void checkField(FieldPath path, String name, Entry entry, Fields fields) {
    Shape shape = fields.accepted().get(name);
    boolean nothing = Located.isNothing(entry.value());
    if (shape == null) {
      if (!vocabulary.hasUnsupported(path)) {
        unknown(path, name, entry.at(), fields);
      } else if (!nothing) {
        problem(entry.at(), path, Reason.NOT_SUPPORTED, "not supported by nokube");
      }
      return;
    }
    switch (dialect) {
      case KUBERNETES -> {
        if (!nothing) {
          check(path, entry.value(), shape);
        }
      }
      case CONFIG -> {
        if (nothing) {
          problem(
              entry.at(), path, Reason.REQUIRED, "has no value: give it one, or remove the key");
        } else {
          check(path, entry.value(), shape);
        }
      }
    }
  }

  private void checkAllThere(FieldPath path, Mapping mapping, Fields fields) {
    for (Shape.Component component : fields.components()) {
      boolean there = mapping.entries().containsKey(component.name());
      if (!there && !(component.shape() instanceof Shape.Maybe)) {
        problem(
            mapping.at(),
            path.field(component.name()),
            Reason.REQUIRED,
            "missing; nokube has no default for it"
                + (component.meaning().isEmpty() ? "" : ": " + component.meaning()));
      }
    }
  }

  private void unknown(FieldPath path, String name, Position at, Fields fields) {
    Set<String> known = new LinkedHashSet<>(fields.accepted().keySet());
    known.addAll(vocabulary.siblings(path));
    String guess =
        Nearest.to(name, known)
            .map(near ->
                "; did you mean "
                    + near
                    + (fields.accepted().containsKey(near)
                        ? "?"
                        : " (which nokube doesn't support)?"))
            .orElse("");
    String which = dialect == Dialect.CONFIG ? "unknown key" : "unknown field";
    problem(at, path, Reason.UNKNOWN, which + guess);
  }

  private void checkScalar(FieldPath path, Located value, Shape shape) {
    String wanted = ScalarFit.wanted(shape);
    if (!(value instanceof Scalar scalar)) {
      wrongType(path, value, "expected " + wanted + ", found %s", "");
      return;
    }
    switch (ScalarFit.of(scalar, shape)) {
      case ScalarFit.Fits(_) -> {}
      case ScalarFit.OtherType(String advice) ->
          wrongType(path, value, "expected " + wanted + ", found %s", advice);
      case ScalarFit.NotValid(String why) ->
          problem(
              value.at(),
              path,
              Reason.INVALID,
              "Invalid value: "
                  + (hidden.test(path, scalar) ? "(not shown)" : quoted(scalar))
                  + ": "
                  + why);
      case ScalarFit.NoChoice(List<String> words) ->
          problem(
              value.at(),
              path,
              Reason.NOT_A_CHOICE,
              "Unsupported value: "
                  + quoted(scalar)
                  + ": supported values: "
                  + String.join(", ", words.stream().map(word -> "\"" + word + "\"").toList()));
    }
  }

  private static String quoted(Scalar scalar) {
    return "\"" + scalar.text() + "\"";
  }

  private void wrongType(FieldPath path, Located value, String message, String advice) {
    boolean secret = hidden.test(path, value);
    String found = secret ? value.kind() : value.description();
    problem(
        value.at(),
        path,
        Reason.WRONG_TYPE,
        message.formatted(found) + (advice.isEmpty() ? "" : ": " + advice));
  }

  private void problem(Position at, FieldPath path, Reason reason, String message) {
    problems.accept(new Problem(at, path.toString(), reason, message));
  }
}
