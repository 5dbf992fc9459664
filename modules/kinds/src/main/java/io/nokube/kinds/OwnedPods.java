package io.nokube.kinds;

import io.nokube.actor.Action;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Signal.Observed;
import io.nokube.actor.Step;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.OwnerReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The pods that one object controls: as they are seen, with what was asked for and not yet seen,
/// and polled.
///
/// @param owner key and uid of what controls them
/// @param hold nothing is asked of the store before that: it has just refused something
public record OwnedPods(
    Owner owner, Sight<Pod> pods, Expectations expectations, Brood brood, Instant hold) {
  /// Refusals that the user can do nothing about.
  private static final Set<String> SILENT = Set.of("AlreadyExists", "Unavailable");

  public record Owner(ObjectKey key, Uid uid) {
    /// @throws IllegalArgumentException if it is born without its object
    public static Owner of(Birth birth) {
      KubeObject subject =
          birth
              .subject()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      birth.self() + " was spawned without the object that it is to act for"));
      return new Owner(subject.key(), subject.metadata().uid());
    }

    /// Whether it is the same, and not another of its name.
    public boolean is(KubeObject object) {
      return object.metadata().uid().equals(uid);
    }

    ObjectReference reference() {
      return new ObjectReference(
          key.type().apiVersion(),
          key.type().kind(),
          key.namespace(),
          key.name(),
          uid,
          Revision.NONE,
          "");
    }
  }

  public static OwnedPods none(Owner owner, OwnerSettings settings) {
    return new OwnedPods(
        owner, Sight.none(), Expectations.NONE, Brood.of(settings.backoff()), Instant.EPOCH);
  }

  /// After changes of pods; empty if they are no pods of this owner.
  public Optional<Step<OwnedPods>> after(Observed observed) {
    return pods.after(observed, Pod.class, this::controls)
        .map(seen -> {
          Step<Brood> polled = brood.keep(seen.all());
          return Step.to(
              new OwnedPods(
                  owner,
                  seen,
                  expectations.seen(owner.key().namespace(), observed.changes(), seen),
                  polled.state(),
                  hold),
              polled.effects());
        });
  }

  private boolean controls(Pod pod) {
    return pod.metadata()
        .controller()
        .map(OwnerReference::uid)
        .filter(owner.uid()::equals)
        .isPresent();
  }

  public Step<OwnedPods> polled(OwnershipPath child, Polled polled, Moment moment) {
    Step<Brood> step = brood.polled(child, polled, moment);
    return Step.to(with(step.state()), step.effects());
  }

  public Step<OwnedPods> closed(OwnershipPath child) {
    Step<Brood> step = brood.closed(child);
    return Step.to(with(step.state()), step.effects());
  }

  /// Gives up what was asked for so long ago and never seen.
  public OwnedPods expire(Duration age, Instant now) {
    return with(expectations.expire(now.minus(age)));
  }

  /// The store refused a creation or deletion: it is no longer expected, and nothing is asked for
  /// until then.
  public Step<OwnedPods> refused(Action action, Outcome.Refused refused, Instant until) {
    OwnedPods held = new OwnedPods(owner, pods, expectations, brood, until);
    return switch (action) {
      case Action.Create(KubeObject object) ->
          Step.to(
              held.with(expectations.withoutCreate(object.metadata().name())),
              SILENT.contains(refused.reason()) ? List.of() : List.of(failedCreate(refused)));
      case Action.Delete delete when refused.reason().equals("NotFound") -> Step.to(this);
      case Action.Delete delete -> Step.to(held.with(expectations.withoutDelete(delete.uid())));
      case Action.Update other -> Step.to(this);
      case Action.Evict other -> Step.to(this);
      case Action.Remove other -> Step.to(this);
      case Action.Find other -> Step.to(this);
      case Action.Pull other -> Step.to(this);
      case Action.Mount other -> Step.to(this);
      case Action.StartSandbox other -> Step.to(this);
      case Action.Start other -> Step.to(this);
      case Action.Stop other -> Step.to(this);
      case Action.RemoveContainer other -> Step.to(this);
      case Action.RemoveFolder other -> Step.to(this);
      case Action.AskEngine other -> Step.to(this);
    };
  }

  private Effect failedCreate(Outcome.Refused refused) {
    return new Effect.Note(
        owner.reference(), true, "FailedCreate", "Error creating: " + refused.message());
  }

  public boolean mayAct(Instant now) {
    return !hold.isAfter(now);
  }

  public boolean isLeaving(Pod pod) {
    return pod.metadata().isDeleting() || expectations.deletes().containsKey(pod.metadata().uid());
  }

  /// Asks for these, and for those to go.
  ///
  /// @param revision the hash of the template they are made from
  public Step<OwnedPods> ask(
      Collection<Pod> create, String revision, Collection<Pod> delete, Instant now) {
    List<Effect> effects = new ArrayList<>();
    for (Pod pod : create) {
      effects.add(new Effect.Perform(new Action.Create(pod)));
    }
    for (Pod pod : delete) {
      effects.add(
          new Effect.Perform(new Action.Delete(pod.key(), pod.metadata().uid(), Optional.empty())));
    }
    if (effects.isEmpty()) {
      return Step.to(this);
    }
    Expectations asked =
        expectations
            .create(create.stream().map(pod -> pod.metadata().name()).toList(), revision, now)
            .delete(delete.stream().map(pod -> pod.metadata().uid()).toList(), now);
    return Step.to(with(asked), effects);
  }

  /// The owner is gone: its pods go first, then it ends.
  public Step<OwnedPods> drain(OwnerSettings settings, Instant now) {
    if (pods.isEmpty() && expectations.creates().isEmpty()) {
      return Step.to(this, new Effect.End());
    }
    List<Pod> staying = pods.all().stream().filter(pod -> !isLeaving(pod)).toList();
    return ask(List.of(), "", mayAct(now) ? staying : List.of(), now)
        .and(new Effect.WakeAfter(settings.retryAfter(), "look"));
  }

  /// When something that was asked for expires, or more may be asked for.
  public Stream<Instant> times(OwnerSettings settings) {
    Stream<Instant> expiries =
        Stream.concat(
                expectations.creates().values().stream().map(Expectations.Create::since),
                expectations.deletes().values().stream())
            .map(since -> since.plus(settings.expectationsExpire()));
    return Stream.concat(expiries, Stream.of(hold));
  }

  private OwnedPods with(Brood brood) {
    return new OwnedPods(owner, pods, expectations, brood, hold);
  }

  private OwnedPods with(Expectations expectations) {
    return new OwnedPods(owner, pods, expectations, brood, hold);
  }
}
