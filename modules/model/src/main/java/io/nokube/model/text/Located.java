package io.nokube.model.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value that was read from a text, with its place. Immutable; a value under a YAML alias is the
/// anchor's own, place included.
public sealed interface Located {
  Position at();

  /// `an object`, `the number 3`: how a message names what was found.
  String description();

  /// The same without its content, for values that must not be shown.
  String kind();

  /// Keys to values, in the order of the text. No key stands there twice.
  record Mapping(Position at, Map<String, Entry> entries) implements Located {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /// The value of a key. A value that is null in the text counts as absent, as in Kubernetes.
    public Optional<Located> get(String key) {
      return Optional.ofNullable(entries.get(key))
          .map(Entry::value)
          .filter(value -> !isNothing(value));
    }

    /// The key's text value; empty if it is absent or no text.
    public Optional<String> text(String key) {
      return get(key).flatMap(Located::asText);
    }

    /// The key's object; empty if it is absent or no object.
    public Optional<Mapping> mapping(String key) {
      return get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }

    /// The key's list; empty if it is absent or no list.
    public Optional<Sequence> sequence(String key) {
      return get(key).filter(Sequence.class::isInstance).map(Sequence.class::cast);
    }

    public Mapping with(String key, Located value) {
      var changed = new LinkedHashMap<>(entries);
      Position at = entries.containsKey(key) ? entries.get(key).at() : value.at();
      changed.put(key, new Entry(at, value));
      return new Mapping(this.at, changed);
    }

    public Mapping without(String key) {
      if (!entries.containsKey(key)) {
        return this;
      }
      var changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(at, changed);
    }

    @Override
    public String description() {
      return "an object";
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /// @param at of the key
  record Entry(Position at, Located value) {}

  record Sequence(Position at, List<Located> items) implements Located {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return "a list";
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /// @param text as it was written, less quotes and escapes: `0644` stays `0644`
  record Scalar(Position at, ScalarType type, String text) implements Located {
    public static Scalar text(Position at, String text) {
      return new Scalar(at, ScalarType.TEXT, text);
    }

    public static Scalar whole(Position at, long number) {
      return new Scalar(at, ScalarType.WHOLE, Long.toString(number));
    }

    /// Whether a [ScalarType#TRUTH] is true.
    public boolean isTrue() {
      return switch (text) {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> true;
        default -> false;
      };
    }

    @Override
    public String description() {
      return switch (type) {
        case TEXT -> "text \"" + shortened() + "\"";
        case WHOLE, FRACTION -> "the number " + shortened();
        case TRUTH -> "the boolean " + text;
        case NOTHING -> "nothing";
      };
    }

    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "text";
        case WHOLE, FRACTION -> "a number";
        case TRUTH -> "a boolean";
        case NOTHING -> "nothing";
      };
    }

    private String shortened() {
      return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
  }

  static boolean isNothing(Located value) {
    return value instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING;
  }

  static Optional<String> asText(Located value) {
    return value instanceof Scalar scalar && scalar.type() == ScalarType.TEXT
        ? Optional.of(scalar.text())
        : Optional.empty();
  }
}
