package io.nokube.kinds.placement;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.model.ResourceType;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds each pending pod to a node, or says on it why no node fits; tries again when nodes or pods
/// change. Its own bindings count as taken before they are seen.
final class PlacementBehavior implements Behavior<PlacementState> {
  private static final Interest NODES = new Interest.OfType(ResourceType.NODE);
  private static final Interest PODS = new Interest.OfType(ResourceType.POD);
  private static final String EXPIRE = "expire";
  private static final String RETRY = "retry";

  private final Duration expectationsExpire;
  private final Duration retryAfter;

  PlacementBehavior(Duration expectationsExpire, Duration retryAfter) {
    this.expectationsExpire = expectationsExpire;
    this.retryAfter = retryAfter;
  }

  @Override
  public Step<PlacementState> start(Moment moment) {
    return Step.to(PlacementState.BLANK, new Effect.Observe(NODES), new Effect.Observe(PODS));
  }

  @Override
  public Step<PlacementState> on(PlacementState state, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Observed observed -> observed(state, observed, moment);
      case Signal.Performed performed -> performed(state, performed, moment);
      case Signal.Woken woken -> woken(state, woken.tag(), moment);
      case Signal.ParentPolled(Polled.Gone gone) -> Step.to(state, new Effect.End());
      case Signal.ParentPolled polled -> Step.to(state);
      case Signal.ChildPolled polled -> Step.to(state);
      case Signal.ChildClosed closed -> Step.to(state);
      case Signal.Told told -> Step.to(state);
      case Signal.Engine event -> Step.to(state);
    };
  }

  private Step<PlacementState> observed(
      PlacementState state, Signal.Observed observed, Moment moment) {
    boolean ofNodes = observed.interest().equals(NODES);
    boolean whole = observed.complete();
    Draft draft =
        new Draft(
            state,
            state.nodesWhole() || (whole && ofNodes),
            state.podsWhole() || (whole && !ofNodes));
    if (ofNodes) {
      draft.nodes(observed.changes(), whole);
    } else {
      draft.pods(observed.changes(), whole);
    }
    return place(draft, moment, List.of());
  }

  private Step<PlacementState> woken(PlacementState state, String tag, Moment moment) {
    Draft draft = again(state);
    if (tag.equals(EXPIRE)) {
      draft.expire(moment.now().minus(expectationsExpire));
    }
    draft.retryAll();
    return place(
        draft, moment, draft.assumesAny() ? List.of(wake(expectationsExpire, EXPIRE)) : List.of());
  }

  private Step<PlacementState> performed(
      PlacementState state, Signal.Performed performed, Moment moment) {
    if (!(performed.action() instanceof Action.Update update
        && update.object() instanceof Pod tried)) {
      return Step.to(state);
    }
    return switch (performed.outcome()) {
      case Outcome.Done done -> Step.to(state, scheduled(tried));
      case Outcome.Unknown unknown -> Step.to(state);
      case Outcome.Refused refused ->
          refused.reason().equals("Fenced")
              ? Step.to(state, new Effect.End())
              : refused(state, tried, moment);
    };
  }

  /// The seat is free again. A pod that has changed since is tried at once, else after a while:
  /// what refused it has yet to be seen.
  private Step<PlacementState> refused(PlacementState state, Pod tried, Moment moment) {
    Draft draft = again(state);
    draft.unassume(tried);
    return draft.pending(tried.key()).filter(now -> isNewer(now, tried)).isPresent()
        ? place(draft, moment, List.of())
        : Step.to(draft.done(), wake(retryAfter, RETRY));
  }

  private static boolean isNewer(Pod now, Pod then) {
    return now.metadata().resourceVersion().compareTo(then.metadata().resourceVersion()) > 0;
  }

  private static Draft again(PlacementState state) {
    return new Draft(state, state.nodesWhole(), state.podsWhole());
  }

  private Step<PlacementState> place(Draft draft, Moment moment, List<Effect> before) {
    List<Effect> effects = new ArrayList<>(before);
    boolean waiting = draft.assumesAny();
    List<Pod> due = draft.due();
    List<Place> places = due.isEmpty() ? List.of() : new ArrayList<>(draft.places());
    for (Pod pod : due) {
      Footprint footprint = Footprint.of(pod);
      switch (Placement.of(pod.spec(), footprint, places, moment.chance())) {
        case Placement.Chosen(var node) -> {
          draft.assume(pod, node, footprint, moment.now());
          places.replaceAll(place ->
              place.name().equals(node) ? place.with(place.taken().plus(footprint)) : place);
          effects.add(
              new Effect.Perform(new Action.Update(pod.withSpec(pod.spec().withNodeName(node)))));
        }
        case Placement.NoFit(String message) -> effects.addAll(unschedulable(pod, message, moment));
      }
    }
    if (!waiting && draft.assumesAny()) {
      effects.add(wake(expectationsExpire, EXPIRE));
    }
    return Step.to(draft.done(), effects);
  }

  private static Effect scheduled(Pod pod) {
    return new Effect.Note(
        ObjectReference.to(pod),
        false,
        "Scheduled",
        "Successfully assigned "
            + pod.metadata().namespace()
            + "/"
            + pod.metadata().name()
            + " to "
            + pod.spec().nodeName().map(Object::toString).orElse("no node"));
  }

  /// Says why on the pod, unless it says so already.
  private static List<Effect> unschedulable(Pod pod, String message, Moment moment) {
    Optional<Condition> before =
        pod.status().conditions().stream().filter(c -> c.type().equals("PodScheduled")).findFirst();
    if (before.map(c -> !c.holds() && c.message().equals(message)).orElse(false)) {
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>(pod.status().conditions());
    conditions.removeIf(c -> c.type().equals("PodScheduled"));
    conditions.add(
        Condition.of(
            "PodScheduled",
            false,
            before.flatMap(Condition::lastTransitionTime).orElse(moment.now()),
            "Unschedulable",
            message));
    return List.of(
        new Effect.Publish(pod.withStatus(pod.status().withConditions(List.copyOf(conditions)))),
        new Effect.Note(ObjectReference.to(pod), true, "FailedScheduling", message));
  }

  private static Effect wake(Duration after, String tag) {
    return new Effect.WakeAfter(after, tag);
  }
}
