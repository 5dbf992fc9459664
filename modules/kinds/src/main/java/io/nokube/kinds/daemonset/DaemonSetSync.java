package io.nokube.kinds.daemonset;

import io.nokube.actor.Effect;
import io.nokube.actor.Step;
import io.nokube.kinds.OwnedPods;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Readiness;
import io.nokube.kinds.daemonset.DaemonSetState.Wanted;
import io.nokube.model.NodeName;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.DaemonSetStatus;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// From what a daemon set knows to what it does next: the plan's creations and deletions, its
/// status, and when to look again.
record DaemonSetSync(OwnerSettings settings) {
  private static final String LOOK = "look";

  Step<DaemonSetState> next(DaemonSetState state, Instant now) {
    if (!state.owned().pods().whole() || !state.nodes().whole()) {
      return Step.to(state);
    }
    return switch (state.wanted()) {
      case Wanted.Unseen unseen -> Step.to(state);
      case Wanted.There there -> keep(state, there, now);
      case Wanted.Gone gone -> {
        Step<OwnedPods> drained = state.owned().drain(settings, now);
        yield Step.to(state.with(drained.state()), drained.effects());
      }
    };
  }

  private Step<DaemonSetState> keep(DaemonSetState state, Wanted.There there, Instant now) {
    DaemonSet set = there.set();
    SortedMap<NodeName, Eligibility> nodes = state.eligibility(set);
    List<Daemon> daemons = state.daemons(set, now);
    DaemonSetState counted = state.with(state.failures().after(daemons, now));
    List<Effect> effects = new ArrayList<>();
    DaemonSetState acted = counted;
    if (state.owned().mayAct(now)) {
      DaemonPlan plan = DaemonPlan.of(set.spec(), there.revision(), nodes, daemons);
      Step<OwnedPods> asked = ask(counted, there, plan, now);
      effects.addAll(asked.effects());
      acted = counted.with(asked.state());
    }
    DaemonSetStatus status = DaemonProgress.of(set, there.revision(), nodes, daemons);
    if (!status.equals(state.status())) {
      effects.add(new Effect.Publish(set.withStatus(status)));
    }
    wakeAt(acted, set, now).ifPresent(effects::add);
    return Step.to(acted.with(status), effects);
  }

  private static Step<OwnedPods> ask(
      DaemonSetState state, Wanted.There there, DaemonPlan plan, Instant now) {
    List<Pod> create = new ArrayList<>();
    for (NodeName node : plan.create()) {
      if (state.failures().mayCreate(node, now)) {
        create.add(DaemonMint.pod(there.set(), there.revision(), node));
      }
    }
    List<Pod> delete =
        plan.delete().stream()
            .filter(Daemon::isSeen)
            .flatMap(daemon -> state.pod(daemon).stream())
            .toList();
    return state.owned().ask(create, there.revision(), delete, now);
  }

  private Optional<Effect> wakeAt(DaemonSetState state, DaemonSet set, Instant now) {
    int minReady = set.spec().minReadySeconds();
    Stream<Instant> available =
        minReady == 0
            ? Stream.of()
            : state.owned().pods().all().stream()
                .flatMap(pod -> Readiness.availableAt(pod, minReady).stream());
    return Stream.of(available, state.owned().times(settings), state.failures().times(now))
        .flatMap(times -> times)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(time -> new Effect.WakeAfter(Duration.between(now, time), LOOK));
  }
}
