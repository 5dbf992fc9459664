package io.nokube.kinds.daemonset;

import static io.nokube.kinds.testing.Property.property;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.nokube.kinds.daemonset.Daemon.Stage;
import io.nokube.kinds.testing.Things;
import io.nokube.model.NodeName;
import io.nokube.model.Uid;
import io.nokube.model.apps.DaemonSetSpec;
import io.nokube.model.meta.IntOrPercent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/// What holds of every daemon set, whatever nodes and pods there are.
class DaemonPlanPropertyTest {
  private static final List<Eligibility> KINDS = List.of(Eligibility.values());
  private static final Stage[] STAGES = Stage.values();
  private static final List<NodeName> NODES =
      List.of(
          new NodeName("n0"),
          new NodeName("n1"),
          new NodeName("n2"),
          new NodeName("n3"),
          new NodeName("n4"),
          new NodeName("n5"));

  /// What each node is; one more than there are kinds of eligibility: it isn't there.
  private static final Gen<List<Integer>> ELIGIBILITY =
      lists().of(integers().between(0, KINDS.size())).ofSize(NODES.size());

  /// Each number is a pod: its stage, its revision and its node.
  private static final Gen<List<Integer>> PODS =
      lists().of(integers().between(0, STAGES.length * 2 * NODES.size() - 1)).ofSizeBetween(0, 7);

  private static final Gen<DaemonSetSpec> SPECS =
      arbitrary()
          .pick(
              spec(IntOrPercent.of(1)),
              spec(IntOrPercent.of(2)),
              spec(IntOrPercent.parse("30%")),
              spec(IntOrPercent.parse("100%")));

  private static DaemonSetSpec spec(IntOrPercent maxUnavailable) {
    return Things.maxUnavailable(Things.daemonSet("logs"), maxUnavailable).spec();
  }

  private static SortedMap<NodeName, Eligibility> nodes(List<Integer> codes) {
    SortedMap<NodeName, Eligibility> nodes = new TreeMap<>();
    for (int i = 0; i < codes.size(); i++) {
      if (codes.get(i) < KINDS.size()) {
        nodes.put(NODES.get(i), KINDS.get(codes.get(i)));
      }
    }
    return nodes;
  }

  private static List<Daemon> pods(List<Integer> codes) {
    List<Daemon> pods = new ArrayList<>();
    for (int code : codes) {
      pods.add(
          daemon(
              NODES.get(code / STAGES.length / 2),
              code / STAGES.length % 2 == 0 ? "new" : "old",
              STAGES[code % STAGES.length],
              pods.size()));
    }
    return pods;
  }

  private static Daemon daemon(NodeName node, String revision, Stage stage, int number) {
    String name = "p" + number;
    return new Daemon(name, new Uid(name), node, revision, stage, Things.T0.plusSeconds(number));
  }

  @Test
  void doneAgainAndAgainEveryPlanEndsAndIsSafeAllTheWay() {
    property()
        .forAll(SPECS, ELIGIBILITY, PODS)
        .check((spec, eligibility, pods) -> ends(spec, nodes(eligibility), pods(pods)));
  }

  private static boolean ends(
      DaemonSetSpec spec, SortedMap<NodeName, Eligibility> nodes, List<Daemon> start) {
    List<Daemon> pods = start;
    int made = 100;
    for (int step = 0; step < 40; step++) {
      DaemonPlan plan = DaemonPlan.of(spec, "new", nodes, pods);
      if (!isSafe(spec, nodes, pods, plan)) {
        return false;
      }
      Set<String> deleted = names(plan);
      List<Daemon> next = new ArrayList<>();
      boolean changed = !plan.isNothing();
      for (Daemon pod : pods) {
        Stage stage =
            deleted.contains(pod.name())
                ? Stage.LEAVING
                : pod.stage().active() ? Stage.AVAILABLE : pod.stage();
        changed |= stage != pod.stage() || stage == Stage.LEAVING;
        if (pod.stage() != Stage.LEAVING) {
          next.add(
              new Daemon(pod.name(), pod.uid(), pod.node(), pod.revision(), stage, pod.created()));
        }
      }
      for (NodeName node : plan.create()) {
        next.add(daemon(node, "new", Stage.UNREADY, ++made));
      }
      if (!changed) {
        return isRight(nodes, pods);
      }
      pods = next;
    }
    throw new AssertionError("never comes to rest: " + pods);
  }

  private static Set<String> names(DaemonPlan plan) {
    Set<String> names = new HashSet<>();
    plan.delete().forEach(daemon -> names.add(daemon.name()));
    return names;
  }

  /// Never a pod twice, never a second one of a node, never too many nodes without.
  private static boolean isSafe(
      DaemonSetSpec spec,
      SortedMap<NodeName, Eligibility> nodes,
      List<Daemon> pods,
      DaemonPlan plan) {
    Set<String> deleted = names(plan);
    Set<NodeName> occupied = new HashSet<>();
    pods.forEach(pod -> occupied.add(pod.node()));
    boolean noSecond =
        plan.create().stream()
            .allMatch(node -> !occupied.contains(node) && nodes.get(node) == Eligibility.RUNS);
    boolean noneTwice =
        deleted.size() == plan.delete().size()
            && plan.delete().stream().noneMatch(pod -> pod.stage() == Stage.LEAVING);
    int wanted = (int) nodes.values().stream().filter(Eligibility.RUNS::equals).count();
    int most =
        spec.updateStrategy().rollingUpdate().orElseThrow().maxUnavailable().ceilingOf(wanted);
    int before = served(nodes, pods, Set.of());
    int after = served(nodes, pods, deleted);
    return noSecond && noneTwice && after >= Math.min(before, wanted - Math.max(1, most));
  }

  /// On how many nodes that run it a pod is available.
  private static int served(
      SortedMap<NodeName, Eligibility> nodes, List<Daemon> pods, Set<String> without) {
    Set<NodeName> served = new HashSet<>();
    for (Daemon pod : pods) {
      if (pod.available()
          && nodes.get(pod.node()) == Eligibility.RUNS
          && !without.contains(pod.name())) {
        served.add(pod.node());
      }
    }
    return served.size();
  }

  /// One new pod on each node that runs it, at most one on one that keeps it, none elsewhere.
  private static boolean isRight(SortedMap<NodeName, Eligibility> nodes, List<Daemon> pods) {
    for (NodeName node : NODES) {
      List<Daemon> there = pods.stream().filter(pod -> pod.node().equals(node)).toList();
      boolean right =
          switch (nodes.getOrDefault(node, Eligibility.NOT)) {
            case RUNS ->
                there.size() == 1
                    && there.getFirst().revision().equals("new")
                    && there.getFirst().available();
            case KEEPS -> there.size() <= 1;
            case NOT -> there.isEmpty();
          };
      if (!right) {
        return false;
      }
    }
    return true;
  }
}
