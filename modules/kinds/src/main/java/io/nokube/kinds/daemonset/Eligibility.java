package io.nokube.kinds.daemonset;

import io.nokube.kinds.placement.NodeMatch;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeTaints;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a node is to have a daemon set's pod. A silent node keeps its pod, and a cordoned one
/// gets one.
///
/// Source: upstream `daemon_controller.go`, NodeShouldRunDaemonPod.
public enum Eligibility {
  RUNS,
  /// Gets none, but keeps the one it has: a `NoSchedule` taint came after it.
  KEEPS,
  NOT;

  /// What the pods of every daemon set tolerate.
  ///
  /// Source: upstream `pkg/controller/daemon/util/daemonset_util.go`,
  /// AddOrUpdateDaemonPodTolerations.
  private static final List<Toleration> TOLERATIONS =
      List.of(
          exists("node.kubernetes.io/not-ready", "NoExecute"),
          exists("node.kubernetes.io/unreachable", "NoExecute"),
          exists("node.kubernetes.io/disk-pressure", "NoSchedule"),
          exists("node.kubernetes.io/memory-pressure", "NoSchedule"),
          exists("node.kubernetes.io/pid-pressure", "NoSchedule"),
          exists("node.kubernetes.io/unschedulable", "NoSchedule"));

  private static final Toleration NETWORK =
      exists("node.kubernetes.io/network-unavailable", "NoSchedule");

  /// @param spec of the template
  public static Eligibility of(PodSpec spec, Node node) {
    if (!NodeMatch.affinity(spec, node)) {
      return NOT;
    }
    List<Toleration> tolerations = tolerations(spec);
    List<Taint> taints = NodeTaints.stored(node).spec().taints();
    if (NodeMatch.untolerated(tolerations, taints, Set.of("NoExecute")).isPresent()) {
      return NOT;
    }
    boolean open =
        NodeMatch.schedulable(tolerations, node)
            && NodeMatch.untolerated(tolerations, taints, Set.of("NoSchedule")).isEmpty();
    return open ? RUNS : KEEPS;
  }

  /// What a pod made from this template tolerates.
  static List<Toleration> tolerations(PodSpec spec) {
    List<Toleration> all = new ArrayList<>(spec.tolerations());
    for (Toleration toleration : TOLERATIONS) {
      if (!all.contains(toleration)) {
        all.add(toleration);
      }
    }
    if (spec.hostNetwork() && !all.contains(NETWORK)) {
      all.add(NETWORK);
    }
    return List.copyOf(all);
  }

  private static Toleration exists(String key, String effect) {
    return new Toleration(key, "Exists", "", effect, Optional.empty());
  }
}
