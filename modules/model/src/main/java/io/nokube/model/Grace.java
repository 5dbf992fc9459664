package io.nokube.model;

import io.nokube.model.schema.Durations;
import java.time.Duration;

/// For how long something is put up with: a duration, or `never` for without end.
public sealed interface Grace {
  record For(Duration duration) implements Grace {}

  record Never() implements Grace {}

  /// @throws IllegalArgumentException if it is neither `never` nor a duration
  static Grace parse(String text) {
    return text.equals("never") ? new Never() : new For(Durations.parse(text));
  }
}
