package io.nokube.model.meta;

import java.time.Instant;
import java.util.Optional;

/// A condition in a status, as every Kubernetes kind reports them.
///
/// @param status `True`, `False` or `Unknown`
/// @param lastUpdateTime only Deployments carry it
public record Condition(
    String type,
    String status,
    Optional<Instant> lastUpdateTime,
    Optional<Instant> lastTransitionTime,
    String reason,
    String message) {

  public static Condition of(
      String type, boolean holds, Instant since, String reason, String message) {
    return new Condition(
        type, holds ? "True" : "False", Optional.empty(), Optional.of(since), reason, message);
  }

  public boolean holds() {
    return status.equals("True");
  }
}
