package io.nokube.kinds.kubecontroller;

import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Step;
import io.nokube.kinds.kubecontroller.Offspring.Wanted;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The actors that kubecontroller spawned: restarts those that closed, with backoff.
record Children(Map<OwnershipPath, Child> byPath, Backoff fresh) {

  /// @param spawned when it was last spawned
  /// @param closed whether it has to be spawned again
  record Child(Uid uid, NodeName node, Instant spawned, boolean closed, Backoff backoff) {}

  static Children none(Backoff backoff) {
    return new Children(Map.of(), backoff);
  }

  /// Spawns what is wanted and not there, or closed and rested; forgets stores of silent nodes.
  Step<Children> tend(Map<OwnershipPath, Wanted> wanted, Instant now) {
    Map<OwnershipPath, Child> next = new LinkedHashMap<>(byPath);
    List<Effect> effects = new ArrayList<>();
    wanted.forEach((path, want) -> {
      Optional<Child> child =
          Optional.ofNullable(byPath.get(path)).filter(c -> c.uid().equals(want.uid()));
      if (child.map(c -> isDue(c, now)).orElse(true)) {
        Backoff backoff = child.map(Child::backoff).orElse(fresh);
        next.put(path, new Child(want.uid(), want.node(), now, false, backoff));
        effects.add(new Effect.Spawn(path, want.node(), want.subject()));
      }
    });
    byPath.forEach((path, child) -> {
      if (!wanted.containsKey(path) && (child.closed() || Offspring.isStore(path))) {
        next.remove(path);
        effects.add(new Effect.Forget(path));
      }
    });
    return effects.isEmpty() && next.size() == byPath.size()
        ? Step.to(this)
        : Step.to(new Children(Collections.unmodifiableMap(next), fresh), effects);
  }

  private static boolean isDue(Child child, Instant now) {
    return child.closed() && child.backoff().remaining(now).isZero();
  }

  /// It ended, failed or is gone.
  Children closed(OwnershipPath path, Instant now) {
    Child child = byPath.get(path);
    if (child == null || child.closed()) {
      return this;
    }
    Map<OwnershipPath, Child> next = new LinkedHashMap<>(byPath);
    Backoff backoff = child.backoff().failed(now, Duration.between(child.spawned(), now));
    next.put(path, new Child(child.uid(), child.node(), child.spawned(), true, backoff));
    return new Children(Collections.unmodifiableMap(next), fresh);
  }

  /// When closed children may be spawned again.
  Stream<Instant> restarts(Instant now) {
    return byPath.values().stream()
        .filter(Child::closed)
        .map(child -> now.plus(child.backoff().remaining(now)));
  }
}
