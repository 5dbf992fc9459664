package io.nokube.kinds.daemonset;

import io.nokube.model.NodeName;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetStatus;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What a DaemonSet says of its pods: how many nodes are to have one, and how many have.
///
/// Source: upstream `daemon_controller.go`, updateDaemonSetStatus.
final class DaemonProgress {
  private DaemonProgress() {}

  /// @param seen all its pods, with those expected
  static DaemonSetStatus of(
      DaemonSet wanted,
      String revision,
      Map<NodeName, Eligibility> nodes,
      Collection<Daemon> seen) {
    Predicate<NodeName> runs = node -> nodes.get(node) == Eligibility.RUNS;
    int desired = (int) nodes.keySet().stream().filter(runs).count();
    int available = nodes(seen, runs, Daemon::available);
    return new DaemonSetStatus(
        wanted.metadata().generation(),
        desired,
        nodes(seen, runs, Daemon::isSeen),
        nodes(seen, runs.negate(), Daemon::isSeen),
        nodes(seen, runs, daemon -> daemon.stage().ready()),
        nodes(
            seen,
            runs,
            daemon ->
                daemon.isSeen() && daemon.stage().active() && daemon.revision().equals(revision)),
        available,
        desired - available);
  }

  /// On how many of these nodes there is such a pod.
  private static int nodes(
      Collection<Daemon> daemons, Predicate<NodeName> where, Predicate<Daemon> which) {
    Set<NodeName> counted = new HashSet<>();
    for (Daemon daemon : daemons) {
      if (where.test(daemon.node()) && which.test(daemon)) {
        counted.add(daemon.node());
      }
    }
    return counted.size();
  }
}
