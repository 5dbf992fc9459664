package io.nokube.etcd.session;

import java.util.Optional;
import java.util.function.Function;

/// What came of a read. Only an [Answer] says anything about what etcd holds.
public sealed interface Reading<T> {

  /// etcd's answer, true at `revision`, which was current while the read ran (linearizable), unless
  /// an older one was asked for.
  record Answer<T>(T value, long revision) implements Reading<T> {}

  /// The revision asked for has been compacted away: begin again at the current one.
  record Compacted<T>(String why) implements Reading<T> {}

  /// Nothing was learnt.
  record Unavailable<T>(String why) implements Reading<T> {}

  /// The answer's value, if there is one.
  default Optional<T> answer() {
    return switch (this) {
      case Answer<T>(var value, var _) -> Optional.of(value);
      case Compacted<T> _, Unavailable<T> _ -> Optional.empty();
    };
  }

  /// The same reading of something derived from its value.
  default <U> Reading<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Answer<T>(var value, var revision) -> new Answer<>(change.apply(value), revision);
      case Compacted<T>(var why) -> new Compacted<>(why);
      case Unavailable<T>(var why) -> new Unavailable<>(why);
    };
  }
}
