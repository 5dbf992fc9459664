package io.nokube.api;

import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.ContainerStatus.ContainerState;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `kubectl get pods` says of a pod. Source: upstream `printers.go`, printPod.
final class PodCells {
  private PodCells() {}

  static String ready(Pod pod) {
    long ready = pod.status().containerStatuses().stream().filter(ContainerStatus::ready).count();
    return ready + "/" + pod.spec().containers().size();
  }

  static String status(Pod pod) {
    if (pod.metadata().isDeleting()) {
      return "Terminating";
    }
    String reason =
        pod.status().reason().isEmpty()
            ? FieldQuery.phase(pod.status().phase())
            : pod.status().reason();
    boolean running = false;
    for (ContainerStatus container : pod.status().containerStatuses().reversed()) {
      ContainerState state = container.state();
      if (state.waiting().filter(waiting -> !waiting.reason().isEmpty()).isPresent()) {
        reason = state.waiting().get().reason();
      } else if (state.terminated().isPresent()) {
        ContainerStatus.Terminated ended = state.terminated().get();
        reason = ended.reason().isEmpty() ? "ExitCode:" + ended.exitCode() : ended.reason();
      } else if (container.ready() && state.running().isPresent()) {
        running = true;
      }
    }
    return reason.equals("Completed") && running
        ? pod.status().ready() ? "Running" : "NotReady"
        : reason;
  }

  static String restarts(Pod pod, Instant now) {
    List<ContainerStatus> containers = pod.status().containerStatuses();
    int count = containers.stream().mapToInt(ContainerStatus::restartCount).sum();
    Optional<Instant> last =
        containers.stream()
            .flatMap(container -> container.lastState().terminated().stream())
            .flatMap(ended -> ended.finishedAt().stream())
            .max(Instant::compareTo);
    return count == 0 || last.isEmpty()
        ? Integer.toString(count)
        : count + " (" + Ages.since(last, now) + " ago)";
  }
}
