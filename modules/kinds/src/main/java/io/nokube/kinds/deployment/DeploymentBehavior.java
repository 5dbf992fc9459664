package io.nokube.kinds.deployment;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Change;
import io.nokube.actor.Effect;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.kinds.Brood;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Sight;
import io.nokube.kinds.TemplateHash;
import io.nokube.kinds.deployment.DeploymentState.Wanted;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.util.Optional;
import java.util.Set;

/// Keeps the pods of one Deployment as it says, and ends with it: once it is deleted, its pods go
/// first. What it sees changes its state here; what follows is [DeploymentSync]'s.
final class DeploymentBehavior implements Behavior<DeploymentState> {
  private static final Interest PODS = new Interest.OfType(ResourceType.POD);

  /// Refusals that say nothing about the deployment.
  private static final Set<String> SILENT = Set.of("AlreadyExists", "Unavailable");

  private final ObjectKey key;
  private final Uid uid;
  private final OwnerSettings settings;
  private final DeploymentSync sync;

  DeploymentBehavior(Birth birth, OwnerSettings settings) {
    KubeObject subject =
        birth
            .subject()
            .orElseThrow(
                () -> new IllegalArgumentException(birth.self() + " needs its Deployment"));
    this.key = subject.key();
    this.uid = subject.metadata().uid();
    this.settings = settings;
    this.sync = new DeploymentSync(settings);
  }

  @Override
  public Step<DeploymentState> start(Moment moment) {
    return Step.to(
        DeploymentState.blank(settings),
        new Effect.Observe(new Interest.One(key)),
        new Effect.Observe(PODS));
  }

  @Override
  public Step<DeploymentState> on(DeploymentState state, Signal signal, Moment moment) {
    return switch (signal) {
      case Signal.Observed observed when observed.interest().equals(PODS) ->
          pods(state, observed, moment);
      case Signal.Observed observed -> sync.next(wanted(state, observed), moment);
      case Signal.Performed performed -> performed(state, performed, moment);
      case Signal.Woken woken ->
          sync.next(
              state.with(
                  state.expectations().expire(moment.now().minus(settings.expectationsExpire()))),
              moment);
      case Signal.ChildPolled polled -> {
        Step<Brood> step = state.brood().polled(polled.child(), polled.polled(), moment);
        yield Step.to(state.with(step.state()), step.effects());
      }
      case Signal.ParentPolled(Polled.Gone gone) -> Step.to(state, new Effect.End());
      case Signal.ParentPolled polled -> Step.to(state);
      case Signal.ChildClosed closed -> {
        Step<Brood> step = state.brood().closed(closed.child());
        yield Step.to(state.with(step.state()), step.effects());
      }
      case Signal.Told told -> Step.to(state);
      case Signal.Engine event -> Step.to(state);
    };
  }

  private Step<DeploymentState> pods(
      DeploymentState state, Signal.Observed observed, Moment moment) {
    Optional<Sight<Pod>> pods = state.pods().after(observed, Pod.class, this::controls);
    if (pods.isEmpty()) {
      return Step.to(state);
    }
    DeploymentState seen =
        state.with(
            pods.get(), state.expectations().seen(key.namespace(), observed.changes(), pods.get()));
    Step<Brood> brood = state.brood().keep(pods.get().all());
    Step<DeploymentState> next = sync.next(seen.with(brood.state()), moment);
    return Step.to(next.state(), brood.effects()).and(next.effects());
  }

  private boolean controls(Pod pod) {
    return pod.metadata().controller().map(OwnerReference::uid).filter(uid::equals).isPresent();
  }

  private DeploymentState wanted(DeploymentState state, Signal.Observed observed) {
    DeploymentState next = state;
    for (Change change : observed.changes()) {
      next =
          change instanceof Change.Put(Deployment deployment, boolean created)
                  && deployment.metadata().uid().equals(uid)
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

  private Step<DeploymentState> performed(
      DeploymentState state, Signal.Performed performed, Moment moment) {
    return performed.outcome() instanceof Outcome.Refused(String reason, String message)
        ? refused(state, performed.action(), reason, message, moment)
        : Step.to(state);
  }

  private Step<DeploymentState> refused(
      DeploymentState state, Action action, String reason, String message, Moment moment) {
    if (reason.equals("Fenced")) {
      return Step.to(state, new Effect.End());
    }
    DeploymentState held =
        state.with(state.pace().refused(moment.now().plus(settings.retryAfter())));
    return switch (action) {
      case Action.Create create -> {
        DeploymentState without =
            (reason.equals("AlreadyExists") ? state : held)
                .with(state.expectations().withoutCreate(create.object().metadata().name()));
        Effect note =
            new Effect.Note(
                ObjectReference.to(create.object()),
                true,
                "FailedCreate",
                "Error creating: " + message);
        Step<DeploymentState> next = sync.next(without, moment);
        yield SILENT.contains(reason) ? next : next.and(note);
      }
      case Action.Delete delete when reason.equals("NotFound") -> Step.to(state);
      case Action.Delete delete ->
          sync.next(held.with(state.expectations().withoutDelete(delete.uid())), moment);
      case Action.Update a -> Step.to(state);
      case Action.Remove a -> Step.to(state);
      case Action.Find a -> Step.to(state);
      case Action.Pull a -> Step.to(state);
      case Action.Mount a -> Step.to(state);
      case Action.StartSandbox a -> Step.to(state);
      case Action.Start a -> Step.to(state);
      case Action.Stop a -> Step.to(state);
      case Action.RemoveContainer a -> Step.to(state);
      case Action.RemoveFolder a -> Step.to(state);
    };
  }
}
