package io.nokube.model.schema;

import io.nokube.model.schema.Shape.Fields;
import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes a record of a tree that fits its shape. What a record's constructor refuses becomes a
/// problem at the object it refuses.
final class Assembly {
  private final Consumer<Problem> problems;
  private boolean refused;

  Assembly(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /// The record; empty if a constructor refused, which is then said.
  Optional<Object> record(FieldPath path, Mapping mapping, Fields fields) {
    Object made = make(path, mapping, fields);
    return refused ? Optional.empty() : Optional.ofNullable(made);
  }

  private @Nullable Object value(FieldPath path, Located value, Shape shape) {
    return switch (shape) {
      case Shape.Dropped() -> null;
      case Shape.Maybe(Shape inner) -> Optional.ofNullable(value(path, value, inner));
      case Shape.Many(Shape item) -> list(path, (Sequence) value, item);
      case Shape.ByKey(Shape each) -> map(path, (Mapping) value, each);
      case Fields fields -> make(path, (Mapping) value, fields);
      case Shape.Text(),
          Shape.Parsed(_, _, _),
          Shape.Whole(_),
          Shape.Fraction(),
          Shape.Truth(),
          Shape.CountOrPercent(),
          Shape.Word(_, _) ->
          scalar((Scalar) value, shape);
    };
  }

  private static Object scalar(Scalar scalar, Shape shape) {
    if (ScalarFit.of(scalar, shape) instanceof ScalarFit.Fits(Object value)) {
      return value;
    }
    throw new IllegalStateException("a tree is made a record only once it fits: " + scalar.at());
  }

  private List<Object> list(FieldPath path, Sequence sequence, Shape item) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Object made = value(path.item(i), sequence.items().get(i), item);
      if (made != null) {
        list.add(made);
      }
    }
    return List.copyOf(list);
  }

  /// In the order of the text; null is empty text, as in Kubernetes.
  private Map<String, Object> map(FieldPath path, Mapping mapping, Shape each) {
    Map<String, Object> map = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          Object made =
              Located.isNothing(entry.value())
                  ? absent(each)
                  : value(path.key(key), entry.value(), each);
          if (made != null) {
            map.put(key, made);
          }
        });
    return Collections.unmodifiableMap(map);
  }

  private @Nullable Object make(FieldPath path, Mapping mapping, Fields fields) {
    @Nullable Object[] arguments = new @Nullable Object[fields.components().size()];
    for (int i = 0; i < arguments.length; i++) {
      Shape.Component component = fields.components().get(i);
      Optional<Located> value = mapping.get(component.name());
      boolean taken =
          value.isPresent() && !(fields.accepted().get(component.name()) instanceof Shape.Dropped);
      arguments[i] =
          taken
              ? value(path.field(component.name()), value.orElseThrow(), component.shape())
              : absent(component.shape());
    }
    if (refused) {
      return null;
    }
    try {
      return fields.constructor().newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException why) {
        refused = true;
        problems.accept(
            new Problem(
                mapping.at(), path.toString(), Reason.INVALID, String.valueOf(why.getMessage())));
        return null;
      }
      throw new IllegalStateException(
          fields.type().getSimpleName() + " can't be made of " + mapping.at(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          fields.type().getSimpleName() + " can't be made of " + mapping.at(), e);
    }
  }

  private static @Nullable Object absent(Shape shape) {
    return switch (shape) {
      case Shape.Text() -> "";
      case Shape.Whole(boolean wide) -> wide ? (Object) 0L : (Object) 0;
      case Shape.Fraction() -> 0.0;
      case Shape.Truth() -> false;
      case Shape.Many(_) -> List.of();
      case Shape.ByKey(_) -> Map.of();
      case Shape.Maybe(_) -> Optional.empty();
      case Shape.Parsed(_, _, _),
          Shape.CountOrPercent(),
          Shape.Word(_, _),
          Shape.Dropped(),
          Fields(_, _, _, _) ->
          null;
    };
  }
}
