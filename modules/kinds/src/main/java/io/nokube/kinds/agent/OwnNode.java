package io.nokube.kinds.agent;

import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Note;
import io.nokube.actor.Effect.Publish;
import io.nokube.actor.Step;
import io.nokube.kinds.agent.EngineHealth.Word;
import io.nokube.model.core.Node;
import io.nokube.model.core.NodeSpec;
import io.nokube.model.core.NodeSpec.Taint;
import io.nokube.model.core.NodeStatus;
import io.nokube.model.core.NodeStatus.NodeAddress;
import io.nokube.model.core.NodeStatus.NodeSystemInfo;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.meta.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a node says of itself, and what others (kubecontroller, users) have said of it, as one.
///
/// Whether it is ready it says itself, for it knows its engine. kubecontroller speaks only for a
/// node that is silent; one that was thought to be silent sees that and says again how it is.
final class OwnNode {
  private static final String READY = "Ready";
  private static final String LABELS = "nokube.io/configured-labels";
  private static final String TAINTS = "nokube.io/configured-taints";

  private OwnNode() {}

  /// Writes what the node doesn't say yet; nothing if it says it all.
  static Step<AgentLife> say(Self self, AgentLife life, Instant now) {
    return life.node()
        .flatMap(stored ->
            news(self.composed(), stored, life.engine().word(), now)
                .map(status -> said(life, stored, stored.withStatus(status))))
        .orElse(Step.to(life));
  }

  private static Step<AgentLife> said(AgentLife life, Node before, Node node) {
    List<Effect> effects = new ArrayList<>(List.of(new Publish(node)));
    if (!ready(before).map(Condition::status).equals(ready(node).map(Condition::status))) {
      String reason = node.status().ready() ? "NodeReady" : "NodeNotReady";
      effects.add(
          new Note(
              ObjectReference.to(node),
              false,
              reason,
              "Node " + node.metadata().name() + " status is now: " + reason));
    }
    return Step.to(life.with(node), effects);
  }

  /// The status the node is to have: capacity, addresses and system as the machine shows them,
  /// readiness and version as the engine says, other conditions as they are stored.
  ///
  /// @return empty if it has it already
  static Optional<NodeStatus> news(Node composed, Node stored, Word engine, Instant now) {
    NodeStatus own = composed.status();
    NodeStatus wanted =
        new NodeStatus(
            own.capacity(),
            own.allocatable(),
            conditions(stored, engine, now),
            own.addresses(),
            system(own.nodeInfo(), stored.status().nodeInfo(), engine));
    return wanted.equals(stored.status()) ? Optional.empty() : Optional.of(wanted);
  }

  private static List<Condition> conditions(Node stored, Word engine, Instant now) {
    return switch (engine) {
      case Word.None none -> stored.status().conditions();
      case Word.Answers answers ->
          with(stored, true, "AgentReady", "the node's agent and its engine answer", now);
      case Word.Down down -> with(stored, false, "ContainerRuntimeDown", down.why(), now);
    };
  }

  /// In the place of what was said before, and since when that is so if it only says it otherwise.
  private static List<Condition> with(
      Node stored, boolean holds, String reason, String message, Instant now) {
    Condition fresh = Condition.of(READY, holds, now, reason, message);
    Instant since =
        ready(stored)
            .filter(before -> before.status().equals(fresh.status()))
            .flatMap(Condition::lastTransitionTime)
            .orElse(now);
    Condition said = Condition.of(READY, holds, since, reason, message);
    List<Condition> all = new ArrayList<>(stored.status().conditions());
    all.replaceAll(it -> it.type().equals(READY) ? said : it);
    if (!all.contains(said)) {
      all.add(said);
    }
    return List.copyOf(all);
  }

  private static Optional<Condition> ready(Node node) {
    return node.status().conditions().stream().filter(it -> it.type().equals(READY)).findFirst();
  }

  /// An engine that is down keeps the version it had.
  private static NodeSystemInfo system(NodeSystemInfo own, NodeSystemInfo stored, Word engine) {
    return new NodeSystemInfo(
        own.architecture(),
        own.operatingSystem(),
        own.osImage(),
        own.kernelVersion(),
        engine instanceof Word.Answers(String version) ? version : stored.containerRuntimeVersion(),
        own.kubeletVersion());
  }

  /// The node with the labels and taints that its configuration gives it, without those that an
  /// earlier one gave it, and with all that users gave it.
  ///
  /// @return empty if it is so already
  static Optional<Node> configured(Node composed, Node stored) {
    Map<String, String> labels = new HashMap<>(stored.metadata().labels());
    labels.keySet().removeAll(noted(stored, LABELS));
    labels.putAll(composed.metadata().labels());
    Map<String, String> annotations = new HashMap<>(stored.metadata().annotations());
    annotations.putAll(composed.metadata().annotations());
    List<Taint> taints = new ArrayList<>(composed.spec().taints());
    Set<String> replaced = new HashSet<>(noted(stored, TAINTS));
    taints.forEach(taint -> replaced.add(name(taint)));
    stored.spec().taints().stream()
        .filter(taint -> !replaced.contains(name(taint)))
        .forEach(taints::add);
    Node wanted =
        new Node(
            stored
                .metadata()
                .withLabels(Map.copyOf(labels))
                .withAnnotations(Map.copyOf(annotations)),
            new NodeSpec(stored.spec().unschedulable(), List.copyOf(taints)),
            stored.status());
    return same(wanted, stored) ? Optional.empty() : Optional.of(wanted);
  }

  private static boolean same(Node one, Node other) {
    return one.metadata().equals(other.metadata())
        && Set.copyOf(one.spec().taints()).equals(Set.copyOf(other.spec().taints()));
  }

  /// The node, noting which labels and taints are its configuration's.
  static Node noting(Node composed) {
    Map<String, String> annotations = new HashMap<>(composed.metadata().annotations());
    annotations.put(
        LABELS, String.join(",", composed.metadata().labels().keySet().stream().sorted().toList()));
    annotations.put(
        TAINTS,
        String.join(",", composed.spec().taints().stream().map(OwnNode::name).sorted().toList()));
    return composed.withMetadata(composed.metadata().withAnnotations(Map.copyOf(annotations)));
  }

  private static Set<String> noted(Node stored, String annotation) {
    String names = stored.metadata().annotations().getOrDefault(annotation, "");
    return names.isEmpty() ? Set.of() : Set.of(names.split(",", -1));
  }

  /// What tells a taint from others, as in Kubernetes.
  private static String name(Taint taint) {
    return taint.key() + ":" + taint.effect();
  }

  /// Where pods of the node are reached; empty if it has no address.
  static String address(Node composed) {
    return composed.status().addresses().stream()
        .sorted(Comparator.comparing(it -> !it.type().equals("InternalIP")))
        .filter(it -> it.type().equals("InternalIP"))
        .map(NodeAddress::address)
        .findFirst()
        .orElse("");
  }
}
