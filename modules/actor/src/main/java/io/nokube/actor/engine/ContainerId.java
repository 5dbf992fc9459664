package io.nokube.actor.engine;

/// The engine's id of a container.
public record ContainerId(String text) {
  @Override
  public String toString() {
    return text;
  }
}
