package io.nokube.runtime;

import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A behaviour with its present state: the only thing in a verticle that changes by decisions.
/// Confined to the verticle's context.
final class Mind<S> {
  private final Behavior<S> behavior;
  private @Nullable S state;

  private Mind(Behavior<S> behavior) {
    this.behavior = behavior;
  }

  static <S> Mind<S> of(Behavior<S> behavior) {
    return new Mind<>(behavior);
  }

  List<Effect> start(Moment moment) {
    return to(behavior.start(moment));
  }

  List<Effect> on(Signal signal, Moment moment) {
    S before = state;
    if (before == null) {
      throw new IllegalStateException("a signal came before the actor's start: " + signal);
    }
    return to(behavior.on(before, signal, moment));
  }

  private List<Effect> to(Step<S> step) {
    state = step.state();
    return step.effects();
  }
}
