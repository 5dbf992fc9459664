package io.nokube.kinds.testing;

import io.nokube.actor.Action;
import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Kind;
import io.nokube.actor.Message;
import io.nokube.actor.Moment;
import io.nokube.actor.Outcome;
import io.nokube.actor.Polled;
import io.nokube.actor.Result;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.actor.engine.EngineEvent;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// An actor driven by hand: each signal's effects are there to be looked at until the next.
public final class Driven<S> {
  private final Behavior<S> behavior;
  private final SplittableRandom chance = new SplittableRandom(1);
  private Instant now = Things.T0;
  private Step<S> step;

  private Driven(Behavior<S> behavior) {
    this.behavior = behavior;
    this.step = behavior.start(moment());
  }

  public static Driven<?> begun(Kind kind, Birth birth, Settings settings) {
    return new Driven<>(kind.behavior(birth, settings));
  }

  private Moment moment() {
    return new Moment(now, chance);
  }

  public Instant now() {
    return now;
  }

  public Driven<S> after(Duration time) {
    now = now.plus(time);
    return this;
  }

  public Driven<S> signal(Signal signal) {
    step = behavior.on(step.state(), signal, moment());
    return this;
  }

  public Driven<S> told(OwnershipPath from, Message message) {
    return signal(new Signal.Told(from, message));
  }

  public Driven<S> woken(String tag) {
    return signal(new Signal.Woken(tag));
  }

  public Driven<S> happens(EngineEvent event) {
    return signal(new Signal.Engine(event));
  }

  public Driven<S> parentGone() {
    return signal(new Signal.ParentPolled(new Polled.Gone(new Revision(7))));
  }

  public Driven<S> parentUnknown() {
    return signal(new Signal.ParentPolled(new Polled.Unknown("etcd is away")));
  }

  public Driven<S> done(Action action) {
    return outcome(action, new Outcome.Done(new Result.Nothing()));
  }

  public Driven<S> found(Action action, SeenContainer... seen) {
    return outcome(action, new Outcome.Done(new Result.Containers(List.of(seen))));
  }

  public Driven<S> refused(Action action, String reason, String message) {
    return outcome(action, new Outcome.Refused(reason, message));
  }

  public Driven<S> outcome(Action action, Outcome outcome) {
    return signal(new Signal.Performed(action, outcome));
  }

  public List<Effect> effects() {
    return step.effects();
  }

  public <E extends Effect> List<E> effects(Class<E> type) {
    return effects().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The actions of the last step.
  public List<Action> actions() {
    return effects(Effect.Perform.class).stream().map(Effect.Perform::action).toList();
  }

  public <A extends Action> List<A> actions(Class<A> type) {
    return actions().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The only action of that kind in the last step.
  public <A extends Action> A action(Class<A> type) {
    List<A> all = actions(type);
    if (all.size() != 1) {
      throw new AssertionError("not one " + type.getSimpleName() + ": " + effects());
    }
    return all.getFirst();
  }

  public <M extends Message> List<M> messages(Class<M> type) {
    return effects(Effect.Tell.class).stream()
        .map(Effect.Tell::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  public List<Effect.WakeAfter> wakes() {
    return effects(Effect.WakeAfter.class);
  }

  /// What the last step noted as Events: `reason: message`.
  public List<String> notes() {
    return effects(Effect.Note.class).stream()
        .map(it -> it.reason() + ": " + it.message())
        .toList();
  }

  public boolean ended() {
    return effects().stream().anyMatch(Effect.End.class::isInstance);
  }
}
