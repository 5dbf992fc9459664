package io.nokube.model.meta;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A count, or a percentage of some total: `3` or `"25%"`.
public record IntOrPercent(int value, boolean percent) {
  @JsonCreator
  public static IntOrPercent of(int value) {
    return new IntOrPercent(value, false);
  }

  /// @throws IllegalArgumentException if it is no percentage
  @JsonCreator
  public static IntOrPercent parse(String text) {
    if (!text.matches("[0-9]{1,6}%")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither a whole number nor a percentage such as 25%");
    }
    return new IntOrPercent(Integer.parseInt(text.substring(0, text.length() - 1)), true);
  }

  @JsonValue
  public Object json() {
    return percent ? value + "%" : (Object) value;
  }

  /// The count it means of `total`, a fraction rounded up.
  public int ceilingOf(int total) {
    return percent ? Math.toIntExact((((long) value * total) + 99) / 100) : value;
  }

  /// The count it means of `total`, a fraction rounded down.
  public int floorOf(int total) {
    return percent ? Math.toIntExact(((long) value * total) / 100) : value;
  }
}
