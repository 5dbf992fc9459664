package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.kinds.Brood;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import java.time.Instant;
import java.util.Optional;

/// The root: what it sees changes its state here; what follows is [KubeSync]'s.
final class KubecontrollerBehavior implements Behavior<KubeState> {
  private static final String AGENT = "agent";

  private final KubeSettings settings;
  private final KubeSync sync;

  KubecontrollerBehavior(NodeName here, KubeSettings settings) {
    this.settings = settings;
    this.sync = new KubeSync(here, settings);
  }

  @Override
  public Step<KubeState> start(Moment moment) {
    return Step.to(
        KubeState.blank(settings.backoff()),
        KubeObjects.ALWAYS.stream().map(Effect.Observe::new).toList());
  }

  @Override
  public Step<KubeState> on(KubeState state, Signal signal, Moment moment) {
    Instant now = moment.now();
    return switch (signal) {
      case Signal.Observed observed ->
          state
              .objects()
              .after(observed)
              .map(objects -> sync.next(state.with(objects), isOfOwners(observed), now))
              .orElseGet(() -> Step.to(state));
      case Signal.ChildPolled(OwnershipPath child, Polled polled) ->
          child.isRoot() && child.kind().equals(AGENT)
              ? agent(state, new NodeName(child.name()), polled, now)
              : child(state, child, polled, moment);
      case Signal.ChildClosed(OwnershipPath child, String failure) -> closed(state, child, now);
      case Signal.Woken woken -> sync.next(state, true, now);
      case Signal.Performed(var action, Outcome.Refused(String reason, String message))
          when reason.equals("Fenced") ->
          Step.to(state, new Effect.End());
      case Signal.Performed(Action.Evict evict, Outcome outcome) ->
          KubeSync.evicted(state, evict, outcome);
      case Signal.Performed performed -> Step.to(state);
      case Signal.ParentPolled polled -> Step.to(state);
      case Signal.Told told -> Step.to(state);
      case Signal.Engine event -> Step.to(state);
    };
  }

  private static boolean isOfOwners(Signal.Observed observed) {
    return observed.interest() instanceof Interest.OfType(ResourceType type)
        && KubeObjects.OWNERS.contains(type);
  }

  private Step<KubeState> agent(KubeState state, NodeName node, Polled polled, Instant now) {
    Optional<NodeHealth> before = state.agents().getOrDefault(node, Optional.empty());
    Optional<NodeHealth> after = NodeHealth.after(before, polled, now);
    if (after.isEmpty() || !state.agents().containsKey(node)) {
      return Step.to(state);
    }
    Step<KubeState> said =
        polled instanceof Polled.Gone ? KubeSync.silent(state, node, now) : Step.to(state);
    if (after.equals(before)) {
      return said;
    }
    Step<KubeState> next = sync.next(said.state().withHealth(node, after.get()), true, now);
    return new Step<>(next.state(), said.effects()).and(next.effects());
  }

  private Step<KubeState> child(
      KubeState state, OwnershipPath child, Polled polled, Moment moment) {
    if (state.bare().members().containsKey(child)) {
      Step<Brood> step = state.bare().polled(child, polled, moment);
      return Step.to(state.with(step.state()), step.effects());
    }
    return polled instanceof Polled.Gone ? closed(state, child, moment.now()) : Step.to(state);
  }

  private Step<KubeState> closed(KubeState state, OwnershipPath child, Instant now) {
    if (state.bare().members().containsKey(child)) {
      Step<Brood> step = state.bare().closed(child);
      return Step.to(state.with(step.state()), step.effects());
    }
    return sync.next(state.with(state.children().closed(child, now)), true, now);
  }
}
