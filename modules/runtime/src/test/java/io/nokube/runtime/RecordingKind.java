package io.nokube.runtime;

import io.nokube.actor.Behavior;
import io.nokube.actor.Birth;
import io.nokube.actor.Effect;
import io.nokube.actor.Kind;
import io.nokube.actor.Moment;
import io.nokube.actor.Setting;
import io.nokube.actor.Settings;
import io.nokube.actor.Signal;
import io.nokube.actor.Step;
import io.nokube.model.OwnershipPath;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A kind that records what it hears and does what a test says.
final class RecordingKind implements Kind {
  private final String word;
  private final List<Birth> births = new CopyOnWriteArrayList<>();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private volatile Function<Birth, List<Effect>> onStart = _ -> List.of();
  private volatile BiFunction<Birth, Signal, List<Effect>> onSignal = (_, _) -> List.of();

  record Heard(OwnershipPath by, Signal signal) {}

  RecordingKind(String word) {
    this.word = word;
  }

  RecordingKind starting(Function<Birth, List<Effect>> effects) {
    onStart = effects;
    return this;
  }

  RecordingKind answering(BiFunction<Birth, Signal, List<Effect>> effects) {
    onSignal = effects;
    return this;
  }

  /// Every start there was.
  List<Birth> births() {
    return List.copyOf(births);
  }

  long starts(OwnershipPath path) {
    return births.stream().filter(birth -> birth.self().equals(path)).count();
  }

  <T extends Signal> List<T> heard(Class<T> type) {
    return heard.stream().map(Heard::signal).filter(type::isInstance).map(type::cast).toList();
  }

  <T extends Signal> List<T> heard(OwnershipPath by, Class<T> type) {
    return heard.stream()
        .filter(one -> one.by().equals(by))
        .map(Heard::signal)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Behavior<?> behavior(Birth birth, Settings settings) {
    return new Behavior<Integer>() {
      @Override
      public Step<Integer> start(Moment moment) {
        births.add(birth);
        return Step.to(0, onStart.apply(birth));
      }

      @Override
      public Step<Integer> on(Integer count, Signal signal, Moment moment) {
        heard.add(new Heard(birth.self(), signal));
        return Step.to(count + 1, onSignal.apply(birth, signal));
      }
    };
  }
}
