package io.nokube.kinds.pod;

import io.nokube.kinds.pod.Contents.Known;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a reference to a ConfigMap or Secret gives.
sealed interface Value<T> {
  record Of<T>(T value) implements Value<T> {}

  /// It isn't there, and may be absent.
  record Skip<T>() implements Value<T> {}

  /// It isn't there, and must be.
  record Missing<T>(String message) implements Value<T> {}

  record NotYet<T>() implements Value<T> {}

  /// The content of an object.
  ///
  /// @param absence what to say if it isn't there
  static <O, T> Value<T> of(
      Known<O> known, String absence, boolean optional, Function<O, T> content) {
    return switch (known) {
      case Known.There<O>(O object) -> new Of<>(content.apply(object));
      case Known.Absent<O> absent -> optional ? new Skip<>() : new Missing<>(absence);
      case Known.NotYet<O> notYet -> new NotYet<>();
    };
  }

  /// One key of a content.
  ///
  /// @param absence what to say if it isn't there
  static Value<String> key(
      Value<Map<String, String>> all, String key, String absence, boolean optional) {
    return switch (all) {
      case Of<Map<String, String>>(Map<String, String> map) -> {
        Value<String> otherwise = optional ? new Skip<>() : new Missing<>(absence);
        yield Optional.ofNullable(map.get(key)).<Value<String>>map(Of::new).orElse(otherwise);
      }
      case Skip<Map<String, String>> skip -> new Skip<>();
      case Missing<Map<String, String>>(String message) -> new Missing<>(message);
      case NotYet<Map<String, String>> notYet -> new NotYet<>();
    };
  }
}
