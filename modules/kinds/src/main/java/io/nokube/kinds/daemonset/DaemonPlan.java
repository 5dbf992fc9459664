package io.nokube.kinds.daemonset;

import io.nokube.kinds.daemonset.Daemon.Stage;
import io.nokube.model.NodeName;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.apps.DaemonSetSpec.RollingUpdate;
import io.nokube.model.apps.DaemonSetSpec.UpdateType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which nodes lack a daemon set's pod, and which pods are too many, of the wrong revision or
/// ended.
///
/// Pure: equal inputs give equal plans, in node order. A pod's name is its node's, so the next one
/// is only made once the last one is gone. Taking old pods away leaves no more than
/// `maxUnavailable` nodes without an available pod; those that are unavailable anyway go first,
/// always. A node that only keeps its pod keeps the old one, as it would get no other.
///
/// Source: upstream `pkg/controller/daemon/daemon_controller.go` and `update.go`; a node that has
/// no pod yet counts as unavailable here.
public record DaemonPlan(List<NodeName> create, List<Daemon> delete) {

  /// @param revision the wanted one
  /// @param nodes all that there are, with what they are to the daemon set
  /// @param seen all its pods, with those expected
  public static DaemonPlan of(
      DaemonSetSpec spec,
      String revision,
      SortedMap<NodeName, Eligibility> nodes,
      Collection<Daemon> seen) {
    Map<NodeName, List<Daemon>> byNode = new TreeMap<>();
    for (Daemon daemon : seen) {
      byNode.computeIfAbsent(daemon.node(), any -> new ArrayList<>()).add(daemon);
    }
    List<NodeName> create = new ArrayList<>();
    List<Daemon> delete = new ArrayList<>();
    List<Daemon> kept = new ArrayList<>();
    nodes.forEach((node, eligibility) -> {
      if (eligibility == Eligibility.RUNS && !byNode.containsKey(node)) {
        create.add(node);
      }
    });
    byNode.forEach((node, daemons) ->
        manage(nodes.getOrDefault(node, Eligibility.NOT), revision, daemons, kept, delete));
    if (spec.updateStrategy().type() == UpdateType.ROLLING_UPDATE) {
      int wanted = (int) nodes.values().stream().filter(Eligibility.RUNS::equals).count();
      delete.addAll(outdated(spec, revision, wanted, nodes, kept));
    }
    return new DaemonPlan(List.copyOf(create), List.copyOf(delete));
  }

  /// Of the pods of one node, at most one is kept: of the wanted revision, available, the oldest.
  private static void manage(
      Eligibility eligibility,
      String revision,
      List<Daemon> daemons,
      List<Daemon> kept,
      List<Daemon> delete) {
    List<Daemon> active =
        daemons.stream()
            .filter(daemon -> daemon.stage().active())
            .sorted(
                Comparator.comparing((Daemon d) -> !d.available())
                    .thenComparing(d -> !d.revision().equals(revision))
                    .thenComparing(Daemon::created)
                    .thenComparing(Daemon::name))
            .toList();
    int keep = eligibility == Eligibility.NOT ? 0 : 1;
    kept.addAll(active.stream().limit(keep).toList());
    delete.addAll(active.stream().skip(keep).toList());
    daemons.stream().filter(daemon -> daemon.stage() == Stage.ENDED).forEach(delete::add);
  }

  private static List<Daemon> outdated(
      DaemonSetSpec spec,
      String revision,
      int wanted,
      Map<NodeName, Eligibility> nodes,
      List<Daemon> kept) {
    int maxUnavailable =
        spec.updateStrategy()
            .rollingUpdate()
            .map(RollingUpdate::maxUnavailable)
            .map(most -> most.ceilingOf(wanted))
            .orElse(1);
    List<Daemon> running =
        kept.stream().filter(d -> nodes.get(d.node()) == Eligibility.RUNS).toList();
    List<Daemon> old = running.stream().filter(d -> !d.revision().equals(revision)).toList();
    int available = (int) running.stream().filter(Daemon::available).count();
    int spare = Math.max(1, maxUnavailable) - (wanted - available);
    List<Daemon> going = new ArrayList<>(old.stream().filter(d -> !d.available()).toList());
    old.stream().filter(Daemon::available).limit(Math.max(0, spare)).forEach(going::add);
    return going;
  }

  boolean isNothing() {
    return create.isEmpty() && delete.isEmpty();
  }
}
