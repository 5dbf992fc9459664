package io.nokube.simulation.node;

import io.nokube.actor.Behavior;
import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import java.util.List;
import java.util.Optional;

/// A behaviour and its present state.
final class Mind<S> {
  private final Behavior<S> behavior;
  private Optional<Step<S>> last = Optional.empty();

  private Mind(Behavior<S> behavior) {
    this.behavior = behavior;
  }

  static <S> Mind<S> of(Behavior<S> behavior) {
    return new Mind<>(behavior);
  }

  List<Effect> start(Moment moment) {
    return keep(behavior.start(moment));
  }

  List<Effect> on(Signal signal, Moment moment) {
    return last.map(step -> keep(behavior.on(step.state(), signal, moment))).orElse(List.of());
  }

  private List<Effect> keep(Step<S> step) {
    last = Optional.of(step);
    return step.effects();
  }
}
