package io.nokube.kinds.deployment;

import io.nokube.kinds.Readiness;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.core.ContainerStatus;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus.Phase;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pod of a deployment, as far as the rollout minds.
///
/// @param uid [Uid#NONE] of one that we asked for and haven't seen
/// @param revision the hash of the template it was made from
/// @param cost of deleting it, by its annotation; the cheaper goes first
/// @param readySince empty if it isn't ready
public record Replica(
    String name,
    Uid uid,
    String revision,
    Stage stage,
    Optional<NodeName> node,
    int cost,
    Optional<Instant> readySince,
    int restarts,
    Instant created) {
  public static final String HASH_LABEL = "pod-template-hash";

  /// The annotation of a pod that is to move: its deployment replaces it as it would one of an old
  /// template, so that as many stay available as its strategy says.
  public static final String MOVE = "nokube.io/move";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  /// How far it is. What comes first is deleted first.
  public enum Stage {
    /// Has no node yet.
    UNASSIGNED,
    PENDING,
    /// Nobody knows, as its node doesn't say.
    UNKNOWN,
    UNREADY,
    /// Ready, but not yet for `minReadySeconds`.
    READY,
    AVAILABLE,
    /// Is being deleted.
    LEAVING,
    /// Failed or succeeded: will do nothing any more.
    ENDED;

    /// Whether it counts as one of the wanted pods.
    boolean active() {
      return compareTo(LEAVING) < 0;
    }

    boolean ready() {
      return this == READY || this == AVAILABLE;
    }
  }

  static Replica of(Pod pod, int minReadySeconds, Instant now) {
    Optional<Instant> readySince = Readiness.since(pod);
    int restarts = 0;
    for (ContainerStatus container : pod.status().containerStatuses()) {
      restarts += container.restartCount();
    }
    return new Replica(
        pod.metadata().name(),
        pod.metadata().uid(),
        revision(pod),
        stage(pod, minReadySeconds, now),
        pod.spec().nodeName(),
        cost(pod),
        readySince,
        restarts,
        pod.metadata().creationTimestamp().orElse(Instant.EPOCH));
  }

  private static String revision(Pod pod) {
    String hash = pod.metadata().labels().getOrDefault(HASH_LABEL, "");
    return pod.metadata().annotations().containsKey(MOVE) ? hash + "-moving" : hash;
  }

  /// One that we asked for and haven't seen.
  static Replica expected(String name, String revision, Instant since) {
    return new Replica(
        name,
        Uid.NONE,
        revision,
        Stage.UNASSIGNED,
        Optional.empty(),
        0,
        Optional.empty(),
        0,
        since);
  }

  Replica with(Stage stage) {
    return new Replica(name, uid, revision, stage, node, cost, readySince, restarts, created);
  }

  boolean isSeen() {
    return !uid.equals(Uid.NONE);
  }

  boolean available() {
    return stage == Stage.AVAILABLE;
  }

  private static Stage stage(Pod pod, int minReadySeconds, Instant now) {
    Phase phase = pod.status().phase();
    if (pod.metadata().isDeleting()) {
      return Stage.LEAVING;
    }
    if (phase.terminal()) {
      return Stage.ENDED;
    }
    Optional<Instant> available = Readiness.availableAt(pod, minReadySeconds);
    if (available.isPresent()) {
      return available.get().isAfter(now) ? Stage.READY : Stage.AVAILABLE;
    }
    if (pod.spec().nodeName().isEmpty()) {
      return Stage.UNASSIGNED;
    }
    return switch (phase) {
      case PENDING -> Stage.PENDING;
      case UNKNOWN -> Stage.UNKNOWN;
      case RUNNING, SUCCEEDED, FAILED -> Stage.UNREADY;
    };
  }

  private static int cost(Pod pod) {
    String text = pod.metadata().annotations().getOrDefault(COST, "");
    return !text.isEmpty() && NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }
}
