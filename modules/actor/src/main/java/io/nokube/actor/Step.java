package io.nokube.actor;

import java.util.ArrayList;
import java.util.List;

/// An answer to a signal: the new state, and what is to be done, in order.
public record Step<S>(S state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  public static <S> Step<S> to(S state, Effect... effects) {
    return new Step<>(state, List.of(effects));
  }

  public static <S> Step<S> to(S state, List<? extends Effect> effects) {
    return new Step<>(state, List.copyOf(effects));
  }

  /// The same step with more effects after its own.
  public Step<S> and(List<? extends Effect> more) {
    List<Effect> all = new ArrayList<>(effects);
    all.addAll(more);
    return new Step<>(state, all);
  }

  public Step<S> and(Effect more) {
    return and(List.of(more));
  }
}
