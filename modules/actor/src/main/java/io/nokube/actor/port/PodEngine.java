package io.nokube.actor.port;

import io.nokube.actor.Outcome;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.ContainerPlan;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.ImagePlan;
import io.nokube.actor.engine.SandboxPlan;
import io.nokube.actor.engine.VolumePlan;
import io.nokube.model.OwnershipPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The node's container engine and its workspace. Touches only containers with this cluster's and
/// node's labels. The outcomes are those that [io.nokube.actor.Action] states.
public interface PodEngine {
  Outcome find(OwnershipPath path);

  Outcome pull(ImagePlan image);

  Outcome mount(OwnershipPath pod, List<VolumePlan> volumes, Optional<Long> fsGroup);

  Outcome startSandbox(SandboxPlan plan);

  Outcome start(ContainerPlan plan);

  Outcome stop(ContainerId container, Duration grace);

  Outcome remove(ContainerId container);

  Outcome removeFolder(OwnershipPath pod);

  Outcome ask(Duration within);

  /// What happens to our containers from now on, from one shared stream. After a gap, one
  /// [EngineEvent.Missed] for each path that has a container.
  void onEvent(Consumer<EngineEvent> listener);

  /// Opens a container's log.
  Logs logs(LogRequest request);

  /// @param container the path of the container's actor
  /// @param previous of the life before the present one
  /// @param tail last lines only; negative: all
  /// @param sinceSeconds only so old; negative: all
  /// @param limitBytes negative: all
  record LogRequest(
      OwnershipPath container,
      boolean follow,
      boolean previous,
      boolean timestamps,
      long tail,
      long sinceSeconds,
      long limitBytes) {}

  /// A log being read, piece by piece.
  sealed interface Logs {
    /// There is none; the reason is for the user.
    record None(String why) implements Logs {}

    /// Must be closed.
    non-sealed interface Open extends Logs, AutoCloseable {
      /// The next piece, of at most 64 KiB; empty bytes if none came in time; nothing at the end.
      Optional<byte[]> next(Duration wait);

      @Override
      void close();
    }
  }
}
