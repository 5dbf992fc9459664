package io.nokube.model.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the pod's node says of it.
public record PodStatus(
    Phase phase,
    List<Condition> conditions,
    String reason,
    String message,
    String hostIP,
    String podIP,
    Optional<Instant> startTime,
    List<ContainerStatus> containerStatuses) {
  public PodStatus {
    phase = phase == null ? Phase.PENDING : phase;
  }

  /// Of a pod that no node has said anything of.
  public static final PodStatus PENDING =
      new PodStatus(Phase.PENDING, List.of(), "", "", "", "", Optional.empty(), List.of());

  public enum Phase {
    @JsonProperty("Pending")
    PENDING,
    @JsonProperty("Running")
    RUNNING,
    @JsonProperty("Succeeded")
    SUCCEEDED,
    @JsonProperty("Failed")
    FAILED,
    @JsonProperty("Unknown")
    UNKNOWN;

    /// Ended for good: never changes again.
    public boolean terminal() {
      return this == SUCCEEDED || this == FAILED;
    }
  }

  /// Whether the Ready condition holds.
  public boolean ready() {
    return conditions.stream().anyMatch(c -> c.type().equals("Ready") && c.holds());
  }

  public PodStatus withHostIP(String hostIP) {
    return new PodStatus(
        phase, conditions, reason, message, hostIP, podIP, startTime, containerStatuses);
  }

  public PodStatus withConditions(List<Condition> conditions) {
    return new PodStatus(
        phase, conditions, reason, message, hostIP, podIP, startTime, containerStatuses);
  }
}
