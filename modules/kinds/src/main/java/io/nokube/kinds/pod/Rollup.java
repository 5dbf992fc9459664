package io.nokube.kinds.pod;

import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodSpec.RestartPolicy;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.PodStatus.Phase;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pod's status says, from what its containers say.
///
/// Source: upstream `pkg/kubelet/kubelet_pods.go` (getPhase), `pkg/kubelet/status/generate.go`.
final class Rollup {
  private Rollup() {}

  /// @param before what was said last: keeps start time, times of transition and a terminal phase
  /// @param said by container name
  /// @param podIp empty: as before
  static PodStatus of(
      PodSpec spec,
      PodStatus before,
      Map<String, ContainerStatus> said,
      String podIp,
      Instant time) {
    Instant now = time.truncatedTo(ChronoUnit.SECONDS);
    List<ContainerStatus> containers =
        spec.containers().stream()
            .map(it ->
                Optional.ofNullable(said.get(it.name()))
                    .map(WholeSeconds::of)
                    .or(() -> known(before, it.name()))
                    .orElseGet(() -> unheard(it.name(), it.image())))
            .toList();
    Phase phase =
        before.phase().terminal() ? before.phase() : phase(spec.restartPolicy(), containers);
    return new PodStatus(
        phase,
        conditions(before, phase, containers, now),
        before.reason(),
        before.message(),
        before.hostIP(),
        podIp.isEmpty() ? before.podIP() : podIp,
        before.startTime().or(() -> Optional.of(now)),
        containers);
  }

  private static Optional<ContainerStatus> known(PodStatus before, String name) {
    return before.containerStatuses().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  private static ContainerStatus unheard(String name, String image) {
    return new ContainerStatus(
        name,
        ContainerState.waiting("ContainerCreating", ""),
        ContainerState.NONE,
        false,
        0,
        image,
        "",
        "",
        false);
  }

  /// The phase that follows from what the containers do.
  static Phase phase(RestartPolicy policy, List<ContainerStatus> containers) {
    int running = 0;
    int stopped = 0;
    int succeeded = 0;
    for (ContainerStatus container : containers) {
      ContainerState state = container.state();
      if (state.running().isPresent()) {
        running++;
      } else if (state.terminated().isPresent()) {
        stopped++;
        succeeded += state.terminated().get().exitCode() == 0 ? 1 : 0;
      } else if (container.lastState().terminated().isPresent()) {
        stopped++;
      } else {
        return Phase.PENDING;
      }
    }
    if (running > 0 || policy == RestartPolicy.ALWAYS) {
      return Phase.RUNNING;
    }
    if (stopped == succeeded) {
      return Phase.SUCCEEDED;
    }
    return policy == RestartPolicy.NEVER ? Phase.FAILED : Phase.RUNNING;
  }

  private static List<Condition> conditions(
      PodStatus before, Phase phase, List<ContainerStatus> containers, Instant now) {
    List<String> unready =
        containers.stream().filter(it -> !it.ready()).map(ContainerStatus::name).toList();
    boolean ready = unready.isEmpty() && !phase.terminal();
    String reason = "";
    String message = "";
    if (phase == Phase.SUCCEEDED) {
      reason = "PodCompleted";
    } else if (phase == Phase.FAILED) {
      reason = "PodFailed";
    } else if (!ready) {
      reason = "ContainersNotReady";
      message = "containers with unready status: [" + String.join(" ", unready) + "]";
    }
    return List.of(
        condition(before, "PodScheduled", true, "", "", now),
        condition(before, "Initialized", true, "", "", now),
        condition(before, "ContainersReady", ready, reason, message, now),
        condition(before, "Ready", ready, reason, message, now));
  }

  /// A condition that holds as before keeps its time of transition.
  private static Condition condition(
      PodStatus before, String type, boolean holds, String reason, String message, Instant now) {
    Instant since =
        before.conditions().stream()
            .filter(it -> it.type().equals(type) && it.holds() == holds)
            .flatMap(it -> it.lastTransitionTime().stream())
            .findFirst()
            .orElse(now);
    return Condition.of(type, holds, since, reason, message);
  }
}
