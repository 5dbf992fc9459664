package io.nokube.kinds;

import io.nokube.actor.Change;
import io.nokube.actor.Signal.Observed;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The objects of one type that an actor sees and minds, as of the last [Observed]. Until it is
/// whole, absence means nothing.
///
/// @param whole whether a complete set has come
/// @param byKey in the order in which they were first seen
public record Sight<T extends KubeObject>(boolean whole, Map<ObjectKey, T> byKey) {

  public static <T extends KubeObject> Sight<T> none() {
    return new Sight<>(false, Map.of());
  }

  /// What is seen after these changes; empty if they change nothing here, so that it costs only the
  /// look.
  ///
  /// @param minds which objects to keep
  public Optional<Sight<T>> after(Observed observed, Class<T> type, Predicate<T> minds) {
    if (observed.complete()) {
      return Optional.of(whole(observed, type, minds));
    }
    Map<ObjectKey, Optional<T>> news = new LinkedHashMap<>();
    for (Change change : observed.changes()) {
      Optional<T> kept = kept(change, type, minds);
      if (kept.isPresent() || byKey.containsKey(change.key()) || news.containsKey(change.key())) {
        news.put(change.key(), kept);
      }
    }
    return news.isEmpty() ? Optional.empty() : Optional.of(with(news));
  }

  private Sight<T> with(Map<ObjectKey, Optional<T>> news) {
    Map<ObjectKey, T> next = new LinkedHashMap<>(byKey);
    news.forEach((key, object) ->
        object.ifPresentOrElse(there -> next.put(key, there), () -> next.remove(key)));
    return new Sight<>(whole, Collections.unmodifiableMap(next));
  }

  private static <T extends KubeObject> Sight<T> whole(
      Observed observed, Class<T> type, Predicate<T> minds) {
    Map<ObjectKey, T> all = new LinkedHashMap<>();
    for (Change change : observed.changes()) {
      kept(change, type, minds).ifPresent(object -> all.put(change.key(), object));
    }
    return new Sight<>(true, Collections.unmodifiableMap(all));
  }

  private static <T extends KubeObject> Optional<T> kept(
      Change change, Class<T> type, Predicate<T> minds) {
    return switch (change) {
      case Change.Put put ->
          Optional.of(put.object()).filter(type::isInstance).map(type::cast).filter(minds);
      case Change.Removed removed -> Optional.empty();
    };
  }

  /// With this object as it was just said to be, until it is seen again. Of an absent one nothing
  /// is said.
  public Sight<T> said(T object) {
    return byKey.containsKey(object.key()) ? with(Map.of(object.key(), Optional.of(object))) : this;
  }

  public Collection<T> all() {
    return byKey.values();
  }

  public Optional<T> get(ObjectKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public boolean isEmpty() {
    return byKey.isEmpty();
  }
}
