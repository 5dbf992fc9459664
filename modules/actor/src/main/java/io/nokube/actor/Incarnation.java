package io.nokube.actor;

/// Which life of an actor: the create-revision of its alive record. Orders lives of one path;
/// fences their writes.
public record Incarnation(long number) implements Comparable<Incarnation> {
  @Override
  public int compareTo(Incarnation other) {
    return Long.compare(number, other.number);
  }
}
