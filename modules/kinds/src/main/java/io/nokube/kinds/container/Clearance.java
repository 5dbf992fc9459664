package io.nokube.kinds.container;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.End;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Stopping and removing containers: all of them when the pod ends, strays before a start.
final class Clearance {
  private Clearance() {}

  /// Stops what runs; what follows depends on why.
  static Step<ContainerLife> stop(Self self, Facts facts, ContainerId running, Duration grace) {
    return Step.to(
        new ContainerLife(facts, new Doing.Stopping(running)),
        new Perform(new Action.Stop(running, grace)),
        self.note("Killing", "Stopping container " + self.name()));
  }

  /// Removes all that is left, none of which runs, and ends.
  static Step<ContainerLife> removeAll(Self self, Facts facts) {
    if (facts.remains().isEmpty()) {
      return Step.to(
          new ContainerLife(facts, new Doing.Clearing(Set.of())),
          self.tell(new ContainerMessage.Stopped()),
          new End());
    }
    List<Effect> removals =
        facts.remains().stream()
            .sorted(Comparator.comparing(ContainerId::text))
            .map(Clearance::removal)
            .toList();
    return Step.to(new ContainerLife(facts, new Doing.Clearing(facts.remains())), removals);
  }

  /// Stops and removes these; then looks again, or ends.
  static Step<ContainerLife> clear(Facts facts, List<SeenContainer> these, Duration grace) {
    Set<ContainerId> left =
        these.stream().map(SeenContainer::id).collect(Collectors.toUnmodifiableSet());
    return Step.to(new ContainerLife(facts, new Doing.Clearing(left)), goings(these, grace));
  }

  /// What makes containers go: those that run are stopped first.
  static List<Effect> goings(List<SeenContainer> these, Duration grace) {
    return these.stream()
        .map(seen ->
            Inventory.runs(seen)
                ? (Effect) new Perform(new Action.Stop(seen.id(), grace))
                : removal(seen.id()))
        .toList();
  }

  static Effect removal(ContainerId container) {
    return new Perform(new Action.RemoveContainer(container));
  }

  /// One of those to be removed is gone.
  static Step<ContainerLife> removed(
      Self self, Facts facts, Doing.Clearing clearing, ContainerId gone) {
    Set<ContainerId> left = new HashSet<>(clearing.left());
    left.remove(gone);
    if (!left.isEmpty()) {
      return Step.to(new ContainerLife(facts, new Doing.Clearing(Set.copyOf(left))));
    }
    return facts.stop().isPresent() && facts.remains().isEmpty()
        ? removeAll(self, facts)
        : Sighting.look(self, facts);
  }
}
