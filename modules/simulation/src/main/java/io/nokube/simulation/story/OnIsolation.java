package io.nokube.simulation.story;

/// What a cluster's configuration says that a node does which is cut off.
public enum OnIsolation {
  KEEP,
  STOP
}
