package io.nokube.model.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The way to a field, such as `spec.containers[0].image` or `data[a.txt]`. Made while a tree is
/// walked and written out only where there is a problem.
public final class FieldPath {
  public static final FieldPath ROOT = new FieldPath(Optional.empty(), new Segment.Root());

  private final Optional<FieldPath> parent;
  private final Segment segment;

  private FieldPath(Optional<FieldPath> parent, Segment segment) {
    this.parent = parent;
    this.segment = segment;
  }

  private sealed interface Segment {
    record Root() implements Segment {}

    record Field(String name) implements Segment {}

    record Item(int index) implements Segment {}

    record Key(String key) implements Segment {}
  }

  public FieldPath field(String name) {
    return new FieldPath(Optional.of(this), new Segment.Field(name));
  }

  /// @param index from 0
  public FieldPath item(int index) {
    return new FieldPath(Optional.of(this), new Segment.Item(index));
  }

  /// A key of a map whose keys are the user's own.
  public FieldPath key(String key) {
    return new FieldPath(Optional.of(this), new Segment.Key(key));
  }

  /// Of a key before it is known whose own it is.
  FieldPath keyOrField(String key) {
    return isName(key) ? field(key) : key(key);
  }

  /// The names of the fields on the way, without indexes and the user's own keys.
  public List<String> fields() {
    List<String> names = new ArrayList<>();
    for (Optional<FieldPath> at = Optional.of(this); at.isPresent(); at = at.get().parent) {
      if (at.get().segment instanceof Segment.Field field) {
        names.add(field.name());
      }
    }
    Collections.reverse(names);
    return names;
  }

  @Override
  public String toString() {
    List<Segment> segments = new ArrayList<>();
    for (Optional<FieldPath> at = Optional.of(this); at.isPresent(); at = at.get().parent) {
      segments.add(at.get().segment);
    }
    StringBuilder text = new StringBuilder();
    for (Segment each : segments.reversed()) {
      switch (each) {
        case Segment.Root() -> {}
        case Segment.Field(String name) ->
            text.append(text.isEmpty() ? "" : ".").append(shortened(name));
        case Segment.Item(int index) -> text.append('[').append(index).append(']');
        case Segment.Key(String key) -> text.append('[').append(shortened(key)).append(']');
      }
    }
    return text.toString();
  }

  private static String shortened(String name) {
    return name.length() <= 80 ? name : name.substring(0, 77) + "...";
  }

  private static boolean isName(String key) {
    return key.chars()
        .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '-');
  }
}
