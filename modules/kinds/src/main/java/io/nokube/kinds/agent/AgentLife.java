package io.nokube.kinds.agent;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The state of a node's agent.
///
/// @param node as the store has it; empty: not read, or absent
/// @param complete whether all bindings were read, so that what isn't there is known not to be
/// @param bindings what the node must run
/// @param tenants what it runs, by the path of the pod's actor
/// @param rejected bindings that it did not admit
/// @param strays containers of pods that are bound no more, while they are removed
/// @param engine what is known of the node's container engine
record AgentLife(
    Optional<Node> node,
    boolean complete,
    Map<ObjectKey, Pod> bindings,
    Map<OwnershipPath, Tenant> tenants,
    Set<Uid> rejected,
    List<SeenContainer> strays,
    EngineHealth engine) {

  static final AgentLife NEW =
      new AgentLife(
          Optional.empty(), false, Map.of(), Map.of(), Set.of(), List.of(), EngineHealth.UNASKED);

  AgentLife with(Node node) {
    return new AgentLife(Optional.of(node), complete, bindings, tenants, rejected, strays, engine);
  }

  AgentLife withoutNode() {
    return new AgentLife(Optional.empty(), complete, bindings, tenants, rejected, strays, engine);
  }

  AgentLife bound(Map<ObjectKey, Pod> bindings, boolean complete) {
    Set<Uid> still = new HashSet<>(rejected);
    still.retainAll(uids(bindings.values()));
    return new AgentLife(
        node, complete, Map.copyOf(bindings), tenants, Set.copyOf(still), strays, engine);
  }

  AgentLife with(OwnershipPath path, Tenant tenant) {
    Map<OwnershipPath, Tenant> more = new HashMap<>(tenants);
    more.put(path, tenant);
    return new AgentLife(node, complete, bindings, Map.copyOf(more), rejected, strays, engine);
  }

  AgentLife without(OwnershipPath path) {
    Map<OwnershipPath, Tenant> less = new HashMap<>(tenants);
    less.remove(path);
    return new AgentLife(node, complete, bindings, Map.copyOf(less), rejected, strays, engine);
  }

  AgentLife rejecting(Uid pod) {
    Set<Uid> more = new HashSet<>(rejected);
    more.add(pod);
    return new AgentLife(node, complete, bindings, tenants, Set.copyOf(more), strays, engine);
  }

  AgentLife withStrays(List<SeenContainer> strays) {
    return new AgentLife(node, complete, bindings, tenants, rejected, strays, engine);
  }

  AgentLife with(EngineHealth engine) {
    return new AgentLife(node, complete, bindings, tenants, rejected, strays, engine);
  }

  Optional<Tenant> tenant(OwnershipPath path) {
    return Optional.ofNullable(tenants.get(path));
  }

  /// The binding of this very pod.
  Optional<Pod> binding(Pod pod) {
    return Optional.ofNullable(bindings.get(pod.key()))
        .filter(bound -> bound.metadata().uid().equals(pod.metadata().uid()));
  }

  /// What needs room: all that was admitted and has not ended.
  List<Pod> residents() {
    return tenants.values().stream().filter(Tenant::needsRoom).map(Tenant::pod).toList();
  }

  static Set<Uid> uids(Collection<Pod> pods) {
    Set<Uid> uids = new HashSet<>();
    pods.forEach(pod -> uids.add(pod.metadata().uid()));
    return uids;
  }
}
