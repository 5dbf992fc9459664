package io.nokube.kinds.daemonset;

import io.nokube.actor.Behavior;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.kinds.OwnedPods;
import io.nokube.kinds.OwnedPods.Owner;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Sight;
import io.nokube.kinds.TemplateHash;
import io.nokube.kinds.daemonset.DaemonSetState.Wanted;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.core.Node;
import java.time.Instant;
import java.util.Optional;

/// Keeps one pod of its DaemonSet on each node that is to have one, and ends with it: once it is
/// deleted, its pods go first. What it sees changes its state here; what follows is
/// [DaemonSetSync]'s.
final class DaemonSetBehavior implements Behavior<DaemonSetState> {
  private static final Interest PODS = new Interest.OfType(ResourceType.POD);
  private static final Interest NODES = new Interest.OfType(ResourceType.NODE);

  private final Owner self;
  private final OwnerSettings settings;
  private final DaemonSetSync sync;

  DaemonSetBehavior(Owner self, OwnerSettings settings) {
    this.self = self;
    this.settings = settings;
    this.sync = new DaemonSetSync(settings);
  }

  @Override
  public Step<DaemonSetState> start(Moment moment) {
    return Step.to(
        new DaemonSetState(
            new Wanted.Unseen(),
            Sight.none(),
            OwnedPods.none(self, settings),
            Failures.none(settings.backoff()),
            DaemonSetStatus.NONE),
        new Effect.Observe(new Interest.One(self.key())),
        new Effect.Observe(PODS),
        new Effect.Observe(NODES));
  }

  @Override
  public Step<DaemonSetState> on(DaemonSetState state, Signal signal, Moment moment) {
    Instant now = moment.now();
    OwnedPods owned = state.owned();
    return switch (signal) {
      case Signal.Observed observed when observed.interest().equals(PODS) ->
          owned.after(observed).map(step -> next(state, step, now)).orElseGet(() -> Step.to(state));
      case Signal.Observed observed when observed.interest().equals(NODES) ->
          nodes(state, observed, now);
      case Signal.Observed observed -> sync.next(wanted(state, observed), now);
      case Signal.Performed(var action, Outcome.Refused refused)
          when refused.reason().equals("Fenced") ->
          Step.to(state, new Effect.End());
      case Signal.Performed(var action, Outcome.Refused refused) ->
          next(state, owned.refused(action, refused, now.plus(settings.retryAfter())), now);
      case Signal.Performed performed -> Step.to(state);
      case Signal.Woken woken ->
          sync.next(state.with(owned.expire(settings.expectationsExpire(), now)), now);
      case Signal.ChildPolled(var child, var polled) ->
          step(state, owned.polled(child, polled, moment));
      case Signal.ChildClosed(var child, var failure) -> step(state, owned.closed(child));
      case Signal.ParentPolled(Polled.Gone gone) -> Step.to(state, new Effect.End());
      case Signal.ParentPolled polled -> Step.to(state);
      case Signal.Told told -> Step.to(state);
      case Signal.Engine event -> Step.to(state);
    };
  }

  private static Step<DaemonSetState> step(DaemonSetState state, Step<OwnedPods> owned) {
    return Step.to(state.with(owned.state()), owned.effects());
  }

  private Step<DaemonSetState> next(DaemonSetState state, Step<OwnedPods> owned, Instant now) {
    Step<DaemonSetState> next = sync.next(state.with(owned.state()), now);
    return Step.to(next.state(), owned.effects()).and(next.effects());
  }

  /// Nodes change all the time; only what can change the plan is thought about.
  private Step<DaemonSetState> nodes(DaemonSetState state, Signal.Observed observed, Instant now) {
    Optional<Sight<Node>> nodes = state.nodes().after(observed, Node.class, any -> true);
    if (nodes.isEmpty()) {
      return Step.to(state);
    }
    DaemonSetState seen = state.with(nodes.get());
    return DaemonSetState.noticeable(nodes.get()).equals(DaemonSetState.noticeable(state.nodes()))
        ? Step.to(seen)
        : sync.next(seen, now);
  }

  private DaemonSetState wanted(DaemonSetState state, Signal.Observed observed) {
    DaemonSetState next = state;
    for (Change change : observed.changes()) {
      next =
          change instanceof Change.Put put && put.object() instanceof DaemonSet set && self.is(set)
              ? there(next, set)
              : next.with(new Wanted.Gone());
    }
    return next;
  }

  private DaemonSetState there(DaemonSetState state, DaemonSet set) {
    return switch (state.wanted()) {
      case Wanted.Unseen unseen ->
          state
              .with(new Wanted.There(set, TemplateHash.of(set.spec().template())))
              .with(set.status());
      case Wanted.There(DaemonSet before, String revision) ->
          before.spec().equals(set.spec())
              ? state.with(new Wanted.There(set, revision))
              : state
                  .with(new Wanted.There(set, TemplateHash.of(set.spec().template())))
                  .with(Failures.none(settings.backoff()));
      case Wanted.Gone gone -> state;
    };
  }
}
