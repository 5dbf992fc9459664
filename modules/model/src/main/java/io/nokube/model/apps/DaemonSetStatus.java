package io.nokube.model.apps;

/// What a daemon set's actor sees of its pods.
public record DaemonSetStatus(
    long observedGeneration,
    int desiredNumberScheduled,
    int currentNumberScheduled,
    int numberMisscheduled,
    int numberReady,
    int updatedNumberScheduled,
    int numberAvailable,
    int numberUnavailable) {
  public static final DaemonSetStatus NONE = new DaemonSetStatus(0, 0, 0, 0, 0, 0, 0, 0);
}
