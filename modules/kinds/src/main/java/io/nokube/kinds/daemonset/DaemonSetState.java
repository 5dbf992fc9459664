package io.nokube.kinds.daemonset;

import io.nokube.kinds.OwnedPods;
import io.nokube.kinds.Sight;
import io.nokube.model.NodeName;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a daemon set's actor knows.
///
/// @param status as last seen or said
record DaemonSetState(
    Wanted wanted, Sight<Node> nodes, OwnedPods owned, Failures failures, DaemonSetStatus status) {

  /// What its DaemonSet says.
  sealed interface Wanted {
    record Unseen() implements Wanted {}

    record There(DaemonSet set, String revision) implements Wanted {}

    /// It was deleted; perhaps another of the same name is there.
    record Gone() implements Wanted {}
  }

  SortedMap<NodeName, Eligibility> eligibility(DaemonSet set) {
    SortedMap<NodeName, Eligibility> all = new TreeMap<>();
    for (Node node : nodes.all()) {
      all.put(
          new NodeName(node.metadata().name()), Eligibility.of(set.spec().template().spec(), node));
    }
    return all;
  }

  /// All pods, those that are only expected included.
  List<Daemon> daemons(DaemonSet set, Instant now) {
    int minReady = set.spec().minReadySeconds();
    List<Daemon> all = new ArrayList<>();
    for (Pod pod : owned.pods().all()) {
      pod.spec()
          .nodeName()
          .ifPresent(node -> all.add(Daemon.of(pod, node, owned.isLeaving(pod), minReady, now)));
    }
    String prefix = set.metadata().name() + "-";
    owned
        .expectations()
        .creates()
        .forEach((name, make) ->
            all.add(
                Daemon.expected(
                    name,
                    new NodeName(name.substring(prefix.length())),
                    make.revision(),
                    make.since())));
    return all;
  }

  /// What of the nodes can change which of them run a pod.
  static List<Object> noticeable(Sight<Node> nodes) {
    List<Object> all = new ArrayList<>();
    all.add(nodes.whole());
    for (Node node : nodes.all()) {
      all.add(List.of(node.metadata().name(), node.metadata().labels(), node.spec()));
    }
    return all;
  }

  Optional<Pod> pod(Daemon daemon) {
    return owned.pods().all().stream()
        .filter(pod -> pod.metadata().uid().equals(daemon.uid()))
        .findFirst();
  }

  DaemonSetState with(Wanted wanted) {
    return new DaemonSetState(wanted, nodes, owned, failures, status);
  }

  DaemonSetState with(Sight<Node> nodes) {
    return new DaemonSetState(wanted, nodes, owned, failures, status);
  }

  DaemonSetState with(OwnedPods owned) {
    return new DaemonSetState(wanted, nodes, owned, failures, status);
  }

  DaemonSetState with(Failures failures) {
    return new DaemonSetState(wanted, nodes, owned, failures, status);
  }

  DaemonSetState with(DaemonSetStatus status) {
    return new DaemonSetState(wanted, nodes, owned, failures, status);
  }
}
