package io.nokube.model.cluster;

import io.nokube.model.schema.ConfigSchema;
import io.nokube.model.schema.Shape;
import io.nokube.model.schema.Shape.Component;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the template left to whoever fills it in, and is still so.
final class Unfilled {
  static final String MARK = "CHANGE-ME";

  private final List<Problem> problems = new ArrayList<>();

  private Unfilled() {}

  /// One problem for each, with what it means.
  static List<Problem> in(Located tree) {
    Unfilled unfilled = new Unfilled();
    unfilled.look(FieldPath.ROOT, tree, Optional.of(ConfigSchema.shape(ClusterFile.class)), "");
    return unfilled.problems;
  }

  /// @param shape empty below a key that nobody knows
  private void look(FieldPath path, Located value, Optional<Shape> shape, String meaning) {
    switch (value) {
      case Scalar scalar -> say(scalar.at(), path, scalar.text(), meaning);
      case Sequence list -> {
        for (int i = 0; i < list.items().size(); i++) {
          look(path.item(i), list.items().get(i), shape.flatMap(Unfilled::each), meaning);
        }
      }
      case Mapping object ->
          object
              .entries()
              .forEach((key, entry) -> {
                Optional<Component> field = shape.flatMap(of -> field(of, key));
                boolean own = shape.flatMap(Unfilled::each).isPresent();
                FieldPath below = own ? path.key(key) : path.field(key);
                say(entry.at(), below, key, meaning);
                look(
                    below,
                    entry.value(),
                    own ? shape.flatMap(Unfilled::each) : field.map(Component::shape),
                    field.map(Component::meaning).orElse(meaning));
              });
    }
  }

  private void say(Position at, FieldPath path, String text, String meaning) {
    if (text.contains(MARK)) {
      problems.add(
          new Problem(
              at,
              path.toString(),
              Reason.REQUIRED,
              "still to be filled in" + (meaning.isEmpty() ? "" : ": " + meaning)));
    }
  }

  private static Optional<Shape> each(Shape shape) {
    Shape bare = bare(shape);
    if (bare instanceof Shape.Many(Shape item)) {
      return Optional.of(item);
    }
    return bare instanceof Shape.ByKey(Shape value) ? Optional.of(value) : Optional.empty();
  }

  private static Optional<Component> field(Shape shape, String name) {
    return bare(shape) instanceof Shape.Fields fields
        ? fields.components().stream().filter(each -> each.name().equals(name)).findFirst()
        : Optional.empty();
  }

  private static Shape bare(Shape shape) {
    return shape instanceof Shape.Maybe(Shape inner) ? inner : shape;
  }
}
