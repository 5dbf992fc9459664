package io.nokube.kinds.container;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What was found of a container, put in order: the life that counts, the one before it (kept for
/// `logs --previous`), and what must go.
///
/// @param current the newest life of this pod's; one that runs counts before one that doesn't
/// @param strays of another pod of the same name, doubles, lives never begun, and older than the
///   previous one
record Inventory(
    Optional<SeenContainer> current, Optional<SeenContainer> previous, List<SeenContainer> strays) {

  static Inventory of(Uid pod, String specHash, List<SeenContainer> found) {
    List<SeenContainer> begun =
        found.stream()
            .filter(seen -> seen.podUid().equals(pod))
            .filter(seen -> !(seen.state() instanceof State.Created))
            .sorted(Comparator.comparingInt(SeenContainer::attempt).reversed())
            .toList();
    Optional<SeenContainer> current =
        begun.stream()
            .filter(Inventory::runs)
            .filter(seen -> seen.specHash().equals(specHash))
            .findFirst()
            .or(() -> begun.stream().filter(Inventory::runs).findFirst())
            .or(() -> begun.stream().findFirst());
    Optional<SeenContainer> previous =
        begun.stream()
            .filter(seen -> !runs(seen))
            .filter(seen -> current.filter(it -> it.attempt() > seen.attempt()).isPresent())
            .findFirst();
    List<SeenContainer> strays = new ArrayList<>(found);
    current.ifPresent(strays::remove);
    previous.ifPresent(strays::remove);
    return new Inventory(current, previous, List.copyOf(strays));
  }

  static boolean runs(SeenContainer seen) {
    return seen.state() instanceof State.Running;
  }
}
