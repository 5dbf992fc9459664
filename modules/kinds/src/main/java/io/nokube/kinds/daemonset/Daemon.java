package io.nokube.kinds.daemonset;

import io.nokube.kinds.Readiness;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.core.Pod;
import java.time.Instant;

/// A pod of a daemon set, as far as the plan minds.
///
/// @param uid [Uid#NONE] of one that we asked for and haven't seen
/// @param revision the hash of the template it was made from
public record Daemon(
    String name, Uid uid, NodeName node, String revision, Stage stage, Instant created) {
  static final String HASH_LABEL = "controller-revision-hash";

  public enum Stage {
    UNREADY,
    /// Ready, but not yet for `minReadySeconds`.
    READY,
    AVAILABLE,
    /// Is being deleted: its name is still taken.
    LEAVING,
    /// Failed or succeeded: will do nothing any more.
    ENDED;

    boolean active() {
      return compareTo(LEAVING) < 0;
    }

    boolean ready() {
      return this == READY || this == AVAILABLE;
    }
  }

  /// @param node where it is bound; a daemon set's pod always is
  static Daemon of(Pod pod, NodeName node, boolean leaving, int minReadySeconds, Instant now) {
    return new Daemon(
        pod.metadata().name(),
        pod.metadata().uid(),
        node,
        pod.metadata().labels().getOrDefault(HASH_LABEL, ""),
        leaving ? Stage.LEAVING : stage(pod, minReadySeconds, now),
        pod.metadata().creationTimestamp().orElse(Instant.EPOCH));
  }

  static Daemon expected(String name, NodeName node, String revision, Instant since) {
    return new Daemon(name, Uid.NONE, node, revision, Stage.UNREADY, since);
  }

  private static Stage stage(Pod pod, int minReadySeconds, Instant now) {
    if (pod.status().phase().terminal()) {
      return Stage.ENDED;
    }
    return Readiness.availableAt(pod, minReadySeconds)
        .map(at -> at.isAfter(now) ? Stage.READY : Stage.AVAILABLE)
        .orElse(Stage.UNREADY);
  }

  boolean isSeen() {
    return !uid.equals(Uid.NONE);
  }

  boolean available() {
    return stage == Stage.AVAILABLE;
  }
}
