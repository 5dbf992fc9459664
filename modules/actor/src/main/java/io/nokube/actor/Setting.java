package io.nokube.actor;

/// A setting that a kind needs, as `verticles-config/` spells it.
///
/// @param name lower case with underscores, such as `poll_children`
/// @param meaning one sentence for the manual and for the message when it is missing
public record Setting(String name, Type type, String meaning) {
  public enum Type {
    /// Such as `2s` or `500ms`.
    DURATION,
    /// A duration, or `never`.
    DURATION_OR_NEVER,
    /// A whole number from 0.
    COUNT,
    /// A whole number from 1.
    POSITIVE_COUNT
  }

  public static Setting duration(String name, String meaning) {
    return new Setting(name, Type.DURATION, meaning);
  }

  public static Setting durationOrNever(String name, String meaning) {
    return new Setting(name, Type.DURATION_OR_NEVER, meaning);
  }

  public static Setting count(String name, String meaning) {
    return new Setting(name, Type.COUNT, meaning);
  }

  public static Setting positiveCount(String name, String meaning) {
    return new Setting(name, Type.POSITIVE_COUNT, meaning);
  }
}
