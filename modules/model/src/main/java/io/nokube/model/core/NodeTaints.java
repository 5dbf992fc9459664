package io.nokube.model.core;

import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The taints that follow from how a node is. They are read off it wherever they count and never
/// stored, so that they can't disagree with its condition, and go with it.
///
/// Source: upstream `pkg/controller/nodelifecycle/node_lifecycle_controller.go` and the admission
/// plugin `nodetaint`, but that a node which is not ready and not silent keeps what runs on it: its
/// engine can't end anything, so a replacement would run beside it.
public final class NodeTaints {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";
  private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
  private static final String NO_SCHEDULE = "NoSchedule";
  private static final String NO_EXECUTE = "NoExecute";

  /// Of a node whose agent is silent: its pods are to go, in time.
  public static final Taint SILENT = new Taint(UNREACHABLE, "", NO_EXECUTE);

  /// Of a cordoned node.
  public static final Taint CORDON = new Taint(UNSCHEDULABLE, "", NO_SCHEDULE);

  /// All that can follow, whenever they came.
  private static final Set<Taint> DERIVED =
      Set.of(
          new Taint(NOT_READY, "", NO_SCHEDULE),
          new Taint(UNREACHABLE, "", NO_SCHEDULE),
          SILENT,
          CORDON);

  private NodeTaints() {}

  /// Whether taints of this key follow from how a node is: nobody gives them to one.
  public static boolean isReserved(String key) {
    return DERIVED.stream().anyMatch(taint -> taint.key().equals(key));
  }

  /// Whether a taint can be one of those that follow, as a client was shown it.
  public static boolean isDerived(String key, String value, String effect) {
    return DERIVED.contains(new Taint(key, value, effect));
  }

  /// Those that follow from its Ready condition.
  public static List<Taint> ofCondition(NodeStatus status) {
    Optional<Condition> ready =
        status.conditions().stream().filter(it -> it.type().equals("Ready")).findFirst();
    Optional<Instant> since = ready.flatMap(Condition::lastTransitionTime);
    return switch (ready.map(Condition::status).orElse("")) {
      case "True" -> List.of();
      case "Unknown" ->
          List.of(
              new Taint(UNREACHABLE, "", NO_SCHEDULE, since),
              new Taint(UNREACHABLE, "", NO_EXECUTE, since));
      default -> List.of(new Taint(NOT_READY, "", NO_SCHEDULE, since));
    };
  }

  /// The node with all its taints, as clients are shown it.
  public static Node shown(Node node) {
    List<Taint> taints = given(node);
    if (node.spec().unschedulable()) {
      taints.add(CORDON);
    }
    taints.addAll(ofCondition(node.status()));
    return with(node, taints);
  }

  /// The node without those that follow from others of its fields, as it is stored.
  public static Node stored(Node node) {
    return with(node, given(node));
  }

  private static Node with(Node node, List<Taint> taints) {
    return node.spec().taints().equals(taints)
        ? node
        : new Node(
            node.metadata(),
            new NodeSpec(node.spec().unschedulable(), List.copyOf(taints)),
            node.status());
  }

  /// Those that its configuration and users gave it.
  private static List<Taint> given(Node node) {
    List<Taint> taints = new ArrayList<>(node.spec().taints());
    taints.removeIf(taint -> isDerived(taint.key(), taint.value(), taint.effect()));
    return taints;
  }
}
