package io.nokube.kinds.deployment;

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
import io.nokube.kinds.TemplateHash;
import io.nokube.kinds.deployment.DeploymentState.Wanted;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import java.time.Instant;

/// Keeps the pods of one Deployment as it says, and ends with it: once it is deleted, its pods go
/// first. What it sees changes its state here; what follows is [DeploymentSync]'s.
final class DeploymentBehavior implements Behavior<DeploymentState> {
  private static final Interest PODS = new Interest.OfType(ResourceType.POD);

  private final Owner self;
  private final OwnerSettings settings;
  private final DeploymentSync sync;

  DeploymentBehavior(Owner self, OwnerSettings settings) {
    this.self = self;
    this.settings = settings;
    this.sync = new DeploymentSync(settings);
  }

  @Override
  public Step<DeploymentState> start(Moment moment) {
    return Step.to(
        new DeploymentState(
            new Wanted.Unseen(),
            OwnedPods.none(self, settings),
            Pace.of(settings.backoff()),
            DeploymentStatus.NONE),
        new Effect.Observe(new Interest.One(self.key())),
        new Effect.Observe(PODS));
  }

  @Override
  public Step<DeploymentState> on(DeploymentState state, Signal signal, Moment moment) {
    Instant now = moment.now();
    OwnedPods owned = state.owned();
    return switch (signal) {
      case Signal.Observed observed when observed.interest().equals(PODS) ->
          owned
              .after(observed)
              .map(step -> next(state, step, moment))
              .orElseGet(() -> Step.to(state));
      case Signal.Observed observed -> sync.next(wanted(state, observed), moment);
      case Signal.Performed(var action, Outcome.Refused refused)
          when refused.reason().equals("Fenced") ->
          Step.to(state, new Effect.End());
      case Signal.Performed(var action, Outcome.Refused refused) ->
          next(state, owned.refused(action, refused, now.plus(settings.retryAfter())), moment);
      case Signal.Performed performed -> Step.to(state);
      case Signal.Woken woken ->
          sync.next(state.with(owned.expire(settings.expectationsExpire(), now)), moment);
      case Signal.ChildPolled(var child, var polled) ->
          step(state, owned.polled(child, polled, moment));
      case Signal.ChildClosed(var child, var failure) -> step(state, owned.closed(child));
      case Signal.ParentPolled(Polled.Gone gone) -> Step.to(state, new Effect.End());
      case Signal.ParentPolled polled -> Step.to(state);
      case Signal.Told told -> Step.to(state);
      case Signal.Engine event -> Step.to(state);
    };
  }

  private static Step<DeploymentState> step(DeploymentState state, Step<OwnedPods> owned) {
    return Step.to(state.with(owned.state()), owned.effects());
  }

  private Step<DeploymentState> next(DeploymentState state, Step<OwnedPods> owned, Moment moment) {
    Step<DeploymentState> next = sync.next(state.with(owned.state()), moment);
    return Step.to(next.state(), owned.effects()).and(next.effects());
  }

  private DeploymentState wanted(DeploymentState state, Signal.Observed observed) {
    DeploymentState next = state;
    for (Change change : observed.changes()) {
      next =
          change instanceof Change.Put put
                  && put.object() instanceof Deployment deployment
                  && self.is(deployment)
              ? there(next, deployment)
              : next.with(new Wanted.Gone());
    }
    return next;
  }

  /// Another template or number of replicas gets its chance at once, however the last one failed.
  private DeploymentState there(DeploymentState state, Deployment deployment) {
    return switch (state.wanted()) {
      case Wanted.Unseen unseen ->
          state
              .with(new Wanted.There(deployment, TemplateHash.of(deployment.spec().template())))
              .with(deployment.status());
      case Wanted.There(Deployment before, String revision) ->
          before.spec().equals(deployment.spec())
              ? state.with(new Wanted.There(deployment, revision))
              : state
                  .with(new Wanted.There(deployment, TemplateHash.of(deployment.spec().template())))
                  .with(Pace.of(settings.backoff()));
      case Wanted.Gone gone -> state;
    };
  }
}
