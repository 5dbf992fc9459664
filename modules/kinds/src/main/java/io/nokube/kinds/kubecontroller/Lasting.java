package io.nokube.kinds.kubecontroller;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Since when something has held of each of some things, without a break.
record Lasting<K>(Map<K, Instant> since) {

  static <K> Lasting<K> none() {
    return new Lasting<>(Map.of());
  }

  /// It holds of these now, and of no others.
  Lasting<K> now(Set<K> holding, Instant now) {
    if (holding.isEmpty() && since.isEmpty()) {
      return this;
    }
    Map<K, Instant> next = new LinkedHashMap<>();
    holding.forEach(key -> next.put(key, since.getOrDefault(key, now)));
    return new Lasting<>(Collections.unmodifiableMap(next));
  }

  /// Those of which it has held for so long.
  Set<K> forAtLeast(Duration time, Instant now) {
    Set<K> due = new LinkedHashSet<>();
    since.forEach((key, from) -> {
      if (!from.plus(time).isAfter(now)) {
        due.add(key);
      }
    });
    return due;
  }

  /// When it will next have held so long of another one.
  Optional<Instant> next(Duration time, Instant now) {
    return since.values().stream()
        .map(from -> from.plus(time))
        .filter(at -> at.isAfter(now))
        .min(Instant::compareTo);
  }
}
