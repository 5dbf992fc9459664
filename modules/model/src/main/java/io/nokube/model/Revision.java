package io.nokube.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A state of the store: etcd's revision. Orders everything that was ever written.
public record Revision(long number) implements Comparable<Revision> {
  /// Of an object that was never stored.
  public static final Revision NONE = new Revision(0);

  /// Reads a Kubernetes `resourceVersion`.
  ///
  /// @throws NumberFormatException if it isn't a decimal number
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Revision parse(String resourceVersion) {
    return resourceVersion.isEmpty() ? NONE : new Revision(Long.parseLong(resourceVersion));
  }

  /// The Kubernetes `resourceVersion`; empty for [#NONE].
  @JsonValue
  public String resourceVersion() {
    return number == 0 ? "" : Long.toString(number);
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }
}
