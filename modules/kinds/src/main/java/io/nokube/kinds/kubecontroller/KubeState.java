package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Backoff;
import io.nokube.kinds.Brood;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.Uid;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What kubecontroller knows.
///
/// @param agents the polled nodes; without health until the first poll that knew
/// @param bare the pods that nobody else owns
/// @param orphans since when their owner is missing
/// @param stranded pods, since when their node is missing
/// @param asked objects whose deletion was asked for and not yet seen, and when
record KubeState(
    KubeObjects objects,
    Map<NodeName, Optional<NodeHealth>> agents,
    Children children,
    Brood bare,
    Lasting<ObjectKey> orphans,
    Lasting<ObjectKey> stranded,
    Map<Uid, Instant> asked) {

  static KubeState blank(Backoff backoff) {
    return new KubeState(
        KubeObjects.UNSEEN,
        Map.of(),
        Children.none(backoff),
        Brood.of(backoff),
        Lasting.none(),
        Lasting.none(),
        Map.of());
  }

  KubeState with(KubeObjects objects) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState with(Map<NodeName, Optional<NodeHealth>> agents) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState with(Children children) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState with(Brood bare) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState withMissing(Lasting<ObjectKey> orphans, Lasting<ObjectKey> stranded) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState withAsked(Map<Uid, Instant> asked) {
    return new KubeState(objects, agents, children, bare, orphans, stranded, asked);
  }

  KubeState withHealth(NodeName node, NodeHealth health) {
    Map<NodeName, Optional<NodeHealth>> next = new LinkedHashMap<>(agents);
    next.put(node, Optional.of(health));
    return with(Collections.unmodifiableMap(next));
  }
}
