package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Outcome;
import io.nokube.actor.Step;
import io.nokube.kinds.Brood;
import io.nokube.kinds.PodPath;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Node;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// From what kubecontroller knows to what it does next: one planner after the other.
final class KubeSync {
  private static final String LOOK = "look";

  private final NodeName here;
  private final KubeSettings settings;

  KubeSync(NodeName here, KubeSettings settings) {
    this.here = here;
    this.settings = settings;
  }

  /// @param tree whether what spawns children may have changed: owners, children, agents' health
  Step<KubeState> next(KubeState before, boolean tree, Instant now) {
    if (!before.objects().whole()) {
      return Step.to(before);
    }
    List<Effect> effects = new ArrayList<>();
    KubeState state = pollAgents(before, effects);
    if (tree || state.children().byPath().isEmpty()) {
      state = spawn(state, now, effects);
    }
    state = keepBarePods(state, effects);
    state = missing(state, now);
    Eviction eviction = eviction(state, now);
    state = leftovers(state, effects);
    state = clear(state, eviction, now, effects);
    wake(state, eviction, now).ifPresent(effects::add);
    return Step.to(state, effects);
  }

  /// Polls the agent of every node, and of every node that some pod is bound to.
  private static KubeState pollAgents(KubeState state, List<Effect> effects) {
    Set<NodeName> wanted = new LinkedHashSet<>();
    state.objects().nodes().all().forEach(node -> wanted.add(name(node)));
    state.objects().pods().all().forEach(pod -> pod.spec().nodeName().ifPresent(wanted::add));
    if (wanted.equals(state.agents().keySet())) {
      return state;
    }
    Map<NodeName, Optional<NodeHealth>> agents = new LinkedHashMap<>();
    for (NodeName node : wanted) {
      Optional<NodeHealth> known = state.agents().get(node);
      if (known == null) {
        effects.add(new Effect.Adopt(OwnershipPath.agent(node), node));
      }
      agents.put(node, known == null ? Optional.empty() : known);
    }
    for (NodeName node : state.agents().keySet()) {
      if (!wanted.contains(node)) {
        effects.add(new Effect.Forget(OwnershipPath.agent(node)));
      }
    }
    return state.with(Collections.unmodifiableMap(agents));
  }

  /// A poll just found the agent of this node gone: only then, and not whenever the node is seen,
  /// so that an agent that is back has the last word.
  static Step<KubeState> silent(KubeState state, NodeName name, Instant now) {
    Optional<Node> said =
        state.objects().nodes().all().stream()
            .filter(node -> name(node).equals(name))
            .findFirst()
            .flatMap(node -> NodeReadiness.ofSilent(node, now));
    return said.map(node ->
            Step.to(
                state.with(state.objects().with(state.objects().nodes().said(node))),
                new Effect.Publish(node),
                new Effect.Note(
                    ObjectReference.to(node),
                    false,
                    "NodeNotReady",
                    "Node " + name + " status is now: NodeNotReady")))
        .orElse(Step.to(state));
  }

  private KubeState spawn(KubeState state, Instant now, List<Effect> effects) {
    Set<NodeName> present = new LinkedHashSet<>();
    for (NodeName node : state.agents().keySet()) {
      if (health(state, node).filter(NodeHealth.Present.class::isInstance).isPresent()) {
        present.add(node);
      }
    }
    Step<Children> step =
        state.children().tend(Offspring.wanted(state.objects().owners(), here, present), now);
    effects.addAll(step.effects());
    return state.with(step.state());
  }

  private static KubeState keepBarePods(KubeState state, List<Effect> effects) {
    List<Pod> bare = state.objects().pods().all().stream().filter(PodPath::isBare).toList();
    if (bare.isEmpty() && state.bare().members().isEmpty()) {
      return state;
    }
    Step<Brood> step = state.bare().keep(bare);
    effects.addAll(step.effects());
    return state.with(step.state());
  }

  /// Notes since when owners and nodes are missing.
  private static KubeState missing(KubeState state, Instant now) {
    KubeObjects objects = state.objects();
    Set<ObjectKey> orphans = new LinkedHashSet<>();
    Garbage.orphans(objects.inNamespaces(), objects.owners(), KubeObjects.OWNERS)
        .forEach(orphan -> orphans.add(orphan.key()));
    Set<String> nodes = new HashSet<>();
    objects.nodes().all().forEach(node -> nodes.add(node.metadata().name()));
    return state.withMissing(
        state.orphans().now(orphans, now),
        state.stranded().now(Garbage.stranded(objects.pods().all(), nodes), now));
  }

  private Eviction eviction(KubeState state, Instant now) {
    Map<NodeName, Instant> silent = new LinkedHashMap<>();
    for (Node node : state.objects().nodes().all()) {
      silentSince(state, name(node)).ifPresent(since -> silent.put(name(node), since));
    }
    Eviction due =
        Eviction.of(
            state.objects().nodes().all().size(),
            silent,
            state.objects().pods().all(),
            settings.evictAfter(),
            settings.evictLeast(),
            now);
    return new Eviction(
        due.evict().stream().filter(pod -> isFresh(state, pod, now)).toList(), due.next());
  }

  private static boolean isFresh(KubeState state, Pod pod, Instant now) {
    return pod.spec()
        .nodeName()
        .flatMap(node -> health(state, node))
        .filter(it -> it instanceof NodeHealth.Silent silent && silent.isFresh(now))
        .isPresent();
  }

  /// Looks at ConfigMaps and Secrets while a namespace ends, and no longer.
  private static KubeState leftovers(KubeState state, List<Effect> effects) {
    boolean ending = !state.objects().ending().isEmpty();
    if (ending) {
      KubeObjects.WHILE_EMPTYING.forEach(interest -> effects.add(new Effect.Observe(interest)));
      return state;
    }
    if (!state.objects().configMaps().whole() && !state.objects().secrets().whole()) {
      return state;
    }
    KubeObjects.WHILE_EMPTYING.forEach(interest -> effects.add(new Effect.Unobserve(interest)));
    return state.with(state.objects().withoutLeftovers());
  }

  /// An eviction that etcd did not take (the agent is back) is asked for again once a poll finds
  /// the node silent again.
  static Step<KubeState> evicted(KubeState state, Action.Evict evict, Outcome outcome) {
    if (outcome instanceof Outcome.Done) {
      return Step.to(state, marked(evict));
    }
    Map<Uid, Instant> asked = new LinkedHashMap<>(state.asked());
    asked.remove(evict.uid());
    return Step.to(state.withAsked(Collections.unmodifiableMap(asked)));
  }

  private static Effect marked(Action.Evict evict) {
    ObjectKey pod = evict.key();
    return new Effect.Note(
        new ObjectReference(
            pod.type().apiVersion(),
            pod.type().kind(),
            pod.namespace(),
            pod.name(),
            evict.uid(),
            Revision.NONE,
            ""),
        false,
        "TaintManagerEviction",
        "Marking for deletion Pod " + pod.namespace() + "/" + pod.name());
  }

  /// Deletes and removes what has to go, each once until it is seen or the asking has expired.
  private KubeState clear(KubeState state, Eviction eviction, Instant now, List<Effect> effects) {
    Map<Uid, Instant> asked = new LinkedHashMap<>(state.asked());
    asked.values().removeIf(at -> !at.plus(settings.expectationsExpire()).isAfter(now));
    for (Pod pod : eviction.evict()) {
      pod.spec().nodeName().ifPresent(node -> asks(asked, pod, evict(pod, node), now, effects));
    }
    for (ObjectKey key : state.orphans().forAtLeast(settings.gcAfter(), now)) {
      find(state, key).ifPresent(orphan -> asks(asked, orphan, delete(orphan), now, effects));
    }
    for (ObjectKey key : state.stranded().forAtLeast(settings.gcAfter(), now)) {
      state
          .objects()
          .pods()
          .get(key)
          .filter(pod -> pod.spec().nodeName().flatMap(n -> silentSince(state, n)).isPresent())
          .ifPresent(pod -> asks(asked, pod, remove(pod), now, effects));
    }
    if (state.objects().leftoversWhole()) {
      for (Namespace namespace : state.objects().ending()) {
        Emptying emptying = Emptying.of(namespace, state.objects().inNamespaces());
        emptying.delete().forEach(object -> asks(asked, object, delete(object), now, effects));
        if (emptying.done()) {
          asks(asked, namespace, remove(namespace), now, effects);
        }
      }
    }
    return state.withAsked(Collections.unmodifiableMap(asked));
  }

  private static void asks(
      Map<Uid, Instant> asked,
      KubeObject object,
      Action action,
      Instant now,
      List<Effect> effects) {
    if (asked.putIfAbsent(object.metadata().uid(), now) == null) {
      effects.add(new Effect.Perform(action));
    }
  }

  /// Its own grace counts for an end that was planned. Here another may run already.
  private Action evict(Pod pod, NodeName node) {
    Duration own = Duration.ofSeconds(pod.spec().terminationGracePeriodSeconds());
    Duration grace = own.compareTo(settings.evictedGrace()) < 0 ? own : settings.evictedGrace();
    return new Action.Evict(pod.key(), pod.metadata().uid(), grace, node);
  }

  private static Action delete(KubeObject object) {
    return new Action.Delete(object.key(), object.metadata().uid(), Optional.empty());
  }

  private static Action remove(KubeObject object) {
    return new Action.Remove(object.key(), object.metadata().uid());
  }

  private Optional<Effect> wake(KubeState state, Eviction eviction, Instant now) {
    return Stream.of(
            eviction.next().stream(),
            state.orphans().next(settings.gcAfter(), now).stream(),
            state.stranded().next(settings.gcAfter(), now).stream(),
            state.children().restarts(now),
            state.asked().values().stream().map(at -> at.plus(settings.expectationsExpire())))
        .flatMap(times -> times)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(time -> new Effect.WakeAfter(Duration.between(now, time), LOOK));
  }

  private static Optional<? extends KubeObject> find(KubeState state, ObjectKey key) {
    return state.objects().inNamespaces().stream().filter(o -> o.key().equals(key)).findFirst();
  }

  private static Optional<Instant> silentSince(KubeState state, NodeName node) {
    return health(state, node)
        .filter(NodeHealth.Silent.class::isInstance)
        .map(NodeHealth.Silent.class::cast)
        .map(NodeHealth.Silent::since);
  }

  private static Optional<NodeHealth> health(KubeState state, NodeName node) {
    return state.agents().getOrDefault(node, Optional.empty());
  }

  private static NodeName name(Node node) {
    return new NodeName(node.metadata().name());
  }
}
