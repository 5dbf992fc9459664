package io.nokube.model.schema;

import java.lang.reflect.Constructor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a value must look like.
public sealed interface Shape {
  record Text() implements Shape {}

  /// Text, or also a number, that a type of its own is made of.
  ///
  /// @param make throws IllegalArgumentException, saying why, if it can't
  record Parsed(Class<?> type, boolean numbersToo, Function<String, Object> make)
      implements Shape {}

  /// @param wide a long, else an int
  record Whole(boolean wide) implements Shape {}

  record Fraction() implements Shape {}

  record Truth() implements Shape {}

  /// `3` or `25%`.
  record CountOrPercent() implements Shape {}

  /// One of a few words.
  record Word(Class<?> type, Map<String, Object> words) implements Shape {
    public Word {
      words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    }
  }

  record Many(Shape item) implements Shape {}

  /// A map whose keys are the user's own.
  record ByKey(Shape value) implements Shape {}

  record Maybe(Shape value) implements Shape {}

  /// Taken, whatever it is, and left out: what servers own.
  record Dropped() implements Shape {}

  /// An object with the fields of a record.
  ///
  /// @param components what the constructor takes, in its order
  /// @param accepted what may stand in a text, by name; may have more than the components
  record Fields(
      Class<?> type,
      Constructor<?> constructor,
      List<Component> components,
      Map<String, Shape> accepted)
      implements Shape {
    public Fields {
      components = List.copyOf(components);
      accepted = Collections.unmodifiableMap(new LinkedHashMap<>(accepted));
    }

    public Fields accepting(Map<String, Shape> accepted) {
      return new Fields(type, constructor, components, accepted);
    }
  }

  /// @param meaning for whoever left it out; may be empty
  record Component(String name, Shape shape, String meaning) {}
}
