package io.nokube.launcher.cluster;

import io.nokube.launcher.cluster.NodePlan.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What has to happen on all nodes, and in which order files, etcd and the agents go. Pure.
///
/// Heads get their files first: whoever belongs to a cluster must find what it trusts on a head.
/// Agents that don't run yet start heads first, since a head gives the cluster its identity; then
/// those that run are replaced one at a time, heads last.
///
/// @param nodes in the order of the file
/// @param accepting the heads that don't have the file as the accepted one
record FleetPlan(List<NodePlan> nodes, Founding founding, List<String> accepting) {

  /// Whether there is nothing to do but to accept the file.
  boolean isEmpty() {
    return nodes.stream().allMatch(NodePlan::isEmpty) && founding.join().isEmpty();
  }

  List<String> names() {
    return names(node -> true);
  }

  /// Nodes to write files on, of their own or of the engine's: first the heads, then the workers.
  List<List<String>> placing() {
    Predicate<NodePlan> places =
        node -> node.step(Step.Place.class).isPresent() || node.step(Step.Trust.class).isPresent();
    return List.of(names(places.and(isHead())), names(places.and(isHead().negate())));
  }

  /// Agents to start at once: first the heads', then the workers'.
  List<List<String>> starting() {
    return List.of(names(agent(false).and(isHead())), names(agent(false).and(isHead().negate())));
  }

  /// Agents to replace, one at a time in this order.
  List<String> replacing() {
    List<String> all = new ArrayList<>(names(agent(true).and(isHead().negate())));
    all.addAll(names(agent(true).and(isHead())));
    return all;
  }

  /// Founding members to start at once.
  List<String> startingEtcd() {
    return names(etcd(false));
  }

  /// Members to restart, one at a time.
  List<String> restartingEtcd() {
    return names(etcd(true));
  }

  /// Nodes that stay and whose members leave etcd, one at a time, after all agents know.
  List<String> leavingEtcd() {
    return names(node -> node.step(Step.LeaveEtcd.class).isPresent());
  }

  private List<String> names(Predicate<NodePlan> which) {
    return nodes.stream().filter(which).map(node -> node.wanted().name()).toList();
  }

  private static Predicate<NodePlan> isHead() {
    return node -> node.wanted().head();
  }

  private static Predicate<NodePlan> agent(boolean restarts) {
    return node ->
        node.step(Step.StartAgent.class).filter(step -> step.restarts() == restarts).isPresent();
  }

  private Predicate<NodePlan> etcd(boolean restarts) {
    return node ->
        founding.found().containsKey(node.wanted().name())
            && node.step(Step.StartEtcd.class)
                .filter(step -> step.restarts() == restarts)
                .isPresent();
  }

  /// As `--plan` shows it, by node.
  Map<String, List<String>> told() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (NodePlan node : nodes) {
      String name = node.wanted().name();
      List<String> lines = new ArrayList<>(node.steps().stream().map(Step::told).toList());
      Optional.of("accept the file")
          .filter(accepts -> accepting.contains(name))
          .ifPresent(lines::add);
      Optional.of("join etcd")
          .filter(joins -> founding.join().contains(name))
          .ifPresent(lines::add);
      if (!lines.isEmpty()) {
        all.put(name, lines);
      }
    }
    return all;
  }
}
