package io.nokube.kinds.agent;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Step;
import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.engine.SeenContainer.State;
import io.nokube.kinds.PodPath;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Containers whose pod is bound no more: it was unbound while no agent was there to end it, or the
/// engine, asked to start one, did so only after all that knew of it was gone. Looked for after all
/// bindings were read, and when the engine, asked whether it is there, has some of an unknown pod.
final class Strays {
  /// Wakes an agent that could not look.
  static final String LOOK = "strays";

  private Strays() {}

  static Effect look() {
    return new Perform(new Action.Find(OwnershipPath.KUBECONTROLLER));
  }

  /// Unless those that were found are still being removed.
  ///
  /// @param pods whose containers the engine has
  static List<Effect> lookIfAny(AgentLife life, Set<Uid> pods) {
    return life.complete() && life.strays().isEmpty() && !wanted(life).containsAll(pods)
        ? List.of(look())
        : List.of();
  }

  /// What was found that belongs to no binding and no living pod.
  static Step<AgentLife> found(Self self, AgentLife life, List<SeenContainer> seen) {
    Set<Uid> wanted = wanted(life);
    List<SeenContainer> strays = seen.stream().filter(it -> !wanted.contains(it.podUid())).toList();
    List<Effect> effects = new ArrayList<>();
    strays.stream()
        .map(Strays::podPath)
        .distinct()
        .filter(path -> life.tenant(path).isEmpty())
        .forEach(path -> effects.add(self.terminate(path, self.strayGrace())));
    strays.forEach(it -> effects.add(going(self, it)));
    return Step.to(life.withStrays(strays), effects);
  }

  private static Set<Uid> wanted(AgentLife life) {
    Set<Uid> wanted = new HashSet<>(AgentLife.uids(life.bindings().values()));
    life.tenants().values().forEach(tenant -> wanted.add(tenant.uid()));
    return wanted;
  }

  private static Effect going(Self self, SeenContainer stray) {
    return new Perform(
        stray.state() instanceof State.Running
            ? new Action.Stop(stray.id(), self.strayGrace())
            : new Action.RemoveContainer(stray.id()));
  }

  /// One is gone; with the last of a pod goes its folder, unless a new pod has its name.
  static Step<AgentLife> gone(AgentLife life, ContainerId container) {
    List<SeenContainer> left =
        life.strays().stream().filter(it -> !it.id().equals(container)).toList();
    Set<OwnershipPath> kept = new HashSet<>(life.tenants().keySet());
    life.bindings().values().forEach(pod -> kept.add(PodPath.of(pod)));
    left.forEach(it -> kept.add(podPath(it)));
    List<Effect> effects = new ArrayList<>();
    life.strays().stream()
        .filter(it -> it.id().equals(container))
        .map(Strays::podPath)
        .filter(path -> !kept.contains(path))
        .forEach(path -> effects.add(new Perform(new Action.RemoveFolder(path))));
    return Step.to(life.withStrays(left), effects);
  }

  private static OwnershipPath podPath(SeenContainer seen) {
    return seen.sandbox() ? seen.path() : seen.path().parent().orElse(seen.path());
  }
}
