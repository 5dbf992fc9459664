package io.nokube.kinds;

import io.nokube.model.core.Pod;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Since when a pod is ready, and whether that is long enough to rely on it.
public final class Readiness {
  private Readiness() {}

  /// Empty if it isn't ready.
  public static Optional<Instant> since(Pod pod) {
    for (Condition condition : pod.status().conditions()) {
      if (condition.type().equals("Ready") && condition.holds()) {
        return Optional.of(condition.lastTransitionTime().orElse(Instant.EPOCH));
      }
    }
    return Optional.empty();
  }

  /// When it becomes available if it stays ready: ready for `minReadySeconds`. Empty if it isn't
  /// ready.
  ///
  /// Without such seconds it is available at once, whatever the time is: the clock of its node may
  /// be ahead of ours. (As upstream `podutil.IsPodAvailable`.)
  public static Optional<Instant> availableAt(Pod pod, int minReadySeconds) {
    return since(pod)
        .map(since ->
            minReadySeconds == 0 ? Instant.EPOCH : since.plus(Duration.ofSeconds(minReadySeconds)));
  }
}
