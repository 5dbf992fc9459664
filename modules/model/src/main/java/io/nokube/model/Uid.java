package io.nokube.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Tells an object from all others that ever had its name. Empty until the store has accepted it.
public record Uid(@JsonValue String text) {
  public static final Uid NONE = new Uid("");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Uid {}

  @Override
  public String toString() {
    return text;
  }
}
