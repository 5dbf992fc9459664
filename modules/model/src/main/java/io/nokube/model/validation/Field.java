package io.nokube.model.validation;

import io.nokube.model.text.FieldPath;
import io.nokube.model.text.Located;
import io.nokube.model.text.Located.Mapping;
import io.nokube.model.text.Located.Scalar;
import io.nokube.model.text.Located.Sequence;
import io.nokube.model.text.Numbers;
import io.nokube.model.text.Position;
import io.nokube.model.text.Problem;
import io.nokube.model.text.Problem.Reason;
import io.nokube.model.text.ScalarType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A field of a document, there or not, and how to say what is wrong with it.
public final class Field {
  private final FieldPath path;
  private final Position at;
  private final Optional<Located> value;
  private final Consumer<Problem> problems;

  private Field(FieldPath path, Position at, Optional<Located> value, Consumer<Problem> problems) {
    this.path = path;
    this.at = at;
    this.value = value;
    this.problems = problems;
  }

  /// @param problems gets what is said of this field and of those below
  public static Field of(FieldPath path, Located value, Consumer<Problem> problems) {
    return new Field(path, value.at(), Optional.of(value), problems);
  }

  /// A field of this object. Where it is absent, its place is the object's.
  public Field get(String name) {
    return below(
        path.field(name),
        value.filter(Mapping.class::isInstance).flatMap(object -> ((Mapping) object).get(name)));
  }

  private Field below(FieldPath path, Optional<Located> value) {
    return new Field(path, value.map(Located::at).orElse(at), value, problems);
  }

  /// The items of this list; none if it is absent.
  public List<Field> items() {
    List<Field> items = new ArrayList<>();
    value
        .filter(Sequence.class::isInstance)
        .ifPresent(list ->
            ((Sequence) list)
                .items()
                .forEach(item -> items.add(below(path.item(items.size()), Optional.of(item)))));
    return items;
  }

  /// The values of this map by the user's keys; none if it is absent.
  public Map<String, Field> entries() {
    Map<String, Field> entries = new LinkedHashMap<>();
    value
        .filter(Mapping.class::isInstance)
        .ifPresent(map ->
            ((Mapping) map)
                .entries()
                .forEach((key, entry) ->
                    entries.put(key, below(path.key(key), Optional.of(entry.value())))));
    return entries;
  }

  /// This map's text values.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    entries().forEach((key, field) -> texts.put(key, field.text().orElse("")));
    return texts;
  }

  /// This map itself, placed at one of its keys: for what is wrong with the key.
  public Field atKey(String key) {
    return value
        .filter(Mapping.class::isInstance)
        .flatMap(map -> Optional.ofNullable(((Mapping) map).entries().get(key)))
        .map(entry -> new Field(path, entry.at(), value, problems))
        .orElse(this);
  }

  public boolean isPresent() {
    return value.isPresent();
  }

  public Optional<String> text() {
    return value.flatMap(Located::asText);
  }

  public Optional<BigInteger> whole() {
    return value
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .filter(scalar -> scalar.type() == ScalarType.WHOLE)
        .flatMap(scalar -> Numbers.whole(scalar.text()));
  }

  /// The text of a scalar of any type, such as a quantity's.
  public Optional<String> literal() {
    return value.filter(Scalar.class::isInstance).map(scalar -> ((Scalar) scalar).text());
  }

  boolean isTrue() {
    return truth().orElse(false);
  }

  public boolean isFalse() {
    return !truth().orElse(true);
  }

  private Optional<Boolean> truth() {
    return value
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .filter(scalar -> scalar.type() == ScalarType.TRUTH)
        .map(Scalar::isTrue);
  }

  /// Whether this is text and not empty; what is of another type is the schema's matter.
  boolean required() {
    return required("");
  }

  boolean required(String why) {
    boolean missing = value.isEmpty() || text().filter(String::isEmpty).isPresent();
    if (missing) {
      say(Reason.REQUIRED, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }
    return !missing;
  }

  /// Whether there is an item; what is no list is the schema's matter.
  public void requiredItems(String why) {
    boolean none = value.isEmpty() || (value.get() instanceof Sequence && items().isEmpty());
    if (none) {
      say(Reason.REQUIRED, "Required value" + (why.isEmpty() ? "" : ": " + why));
    }
  }

  public boolean isObject() {
    return value.filter(Mapping.class::isInstance).isPresent();
  }

  public boolean isList() {
    return value.filter(Sequence.class::isInstance).isPresent();
  }

  /// Says that one of several fields below is missing.
  public void requiredBelow(String why) {
    say(Reason.REQUIRED, "Required value: " + why);
  }

  /// Says that this map lacks a key.
  public void requiredKey(String key) {
    problems.accept(new Problem(at, path.key(key).toString(), Reason.REQUIRED, "Required value"));
  }

  /// Whether this object has a field of another name, of whatever worth.
  boolean hasOtherThan(String name) {
    return value
        .filter(Mapping.class::isInstance)
        .map(object -> ((Mapping) object).entries().keySet())
        .filter(names -> names.stream().anyMatch(each -> !each.equals(name)))
        .isPresent();
  }

  /// Whether both are the same words of the text.
  boolean isSamePlace(Field other) {
    return at.equals(other.at);
  }

  public void invalid(String why) {
    invalid(shown(), why);
  }

  /// @param shown how the value is to be shown
  public void invalid(String shown, String why) {
    say(Reason.INVALID, "Invalid value: " + shown + ": " + why);
  }

  /// Something is wrong with the text, if it is there.
  void checked(Rule rule) {
    text().flatMap(rule::broken).ifPresent(this::invalid);
  }

  public void forbidden(String why) {
    say(Reason.FORBIDDEN, "Forbidden: " + why);
  }

  void notSupported(String why) {
    say(Reason.NOT_SUPPORTED, "not supported by nokube" + (why.isEmpty() ? "" : ": " + why));
  }

  public void duplicate(String shown) {
    say(Reason.DUPLICATE, "Duplicate value: " + shown);
  }

  void tooLong(String why) {
    say(Reason.TOO_LONG, "Too long: " + why);
  }

  void notFound() {
    say(Reason.INVALID, "Not found: " + shown());
  }

  /// The text is one of a few words, if it is there.
  void oneOf(List<String> words) {
    if (text().isPresent() && !words.contains(text().get())) {
      say(
          Reason.NOT_A_CHOICE,
          "Unsupported value: "
              + shown()
              + ": supported values: "
              + words.stream().map(Field::quoted).collect(Collectors.joining(", ")));
    }
  }

  /// The number is within bounds, if it is there.
  public void between(long least, long most) {
    Optional<BigInteger> number = whole();
    if (number.isPresent()
        && (number.get().compareTo(BigInteger.valueOf(least)) < 0
            || number.get().compareTo(BigInteger.valueOf(most)) > 0)) {
      invalid("must be between %d and %d, inclusive".formatted(least, most));
    }
  }

  void notNegative() {
    if (whole().filter(number -> number.signum() < 0).isPresent()) {
      invalid("must be greater than or equal to 0");
    }
  }

  private void say(Reason reason, String message) {
    problems.accept(new Problem(at, path.toString(), reason, message));
  }

  /// The value as Kubernetes shows it: text in quotes, objects as JSON.
  public String shown() {
    return value.map(Field::shown).orElse("\"\"");
  }

  private static String shown(Located value) {
    return switch (value) {
      case Scalar scalar ->
          scalar.type() == ScalarType.TEXT ? quoted(scalar.text()) : scalar.text();
      case Sequence list ->
          list.items().stream().map(Field::shown).collect(Collectors.joining(",", "[", "]"));
      case Mapping object ->
          object.entries().entrySet().stream()
              .map(each -> quoted(each.getKey()) + ":" + shown(each.getValue().value()))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  public static String quoted(String text) {
    return "\"" + (text.length() <= 300 ? text : text.substring(0, 297) + "...") + "\"";
  }
}
