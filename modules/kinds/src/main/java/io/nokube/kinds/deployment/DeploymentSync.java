package io.nokube.kinds.deployment;

import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Step;
import io.nokube.kinds.OwnedPods;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Readiness;
import io.nokube.kinds.deployment.DeploymentState.Wanted;
import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.apps.DeploymentStatus;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// From what a deployment knows to what it does next: the plan's creations and deletions, its
/// status, and when to look again.
record DeploymentSync(OwnerSettings settings) {
  private static final String LOOK = "look";

  Step<DeploymentState> next(DeploymentState state, Moment moment) {
    if (!state.owned().pods().whole()) {
      return Step.to(state);
    }
    return switch (state.wanted()) {
      case Wanted.Unseen unseen -> Step.to(state);
      case Wanted.There there -> keep(state, there, moment);
      case Wanted.Gone gone -> {
        Step<OwnedPods> drained = state.owned().drain(settings, moment.now());
        yield Step.to(state.with(drained.state()), drained.effects());
      }
    };
  }

  private Step<DeploymentState> keep(DeploymentState state, Wanted.There there, Moment moment) {
    Deployment wanted = there.deployment();
    Instant now = moment.now();
    List<Replica> replicas = state.replicas(wanted.spec().minReadySeconds(), now);
    DeploymentState paced = state.with(paced(state.pace(), replicas, now));
    List<Effect> effects = new ArrayList<>();
    DeploymentState acted = act(paced, there, replicas, moment, effects);
    DeploymentStatus status =
        DeploymentProgress.of(wanted.withStatus(state.status()), there.revision(), replicas, now);
    if (!status.equals(state.status())) {
      effects.add(new Effect.Publish(wanted.withStatus(status)));
    }
    wakeAt(acted, wanted, status, now).ifPresent(effects::add);
    return Step.to(acted.with(status), effects);
  }

  private static Pace paced(Pace pace, List<Replica> replicas, Instant now) {
    List<String> failed =
        replicas.stream().filter(r -> r.stage() == Stage.ENDED).map(Replica::name).toList();
    return pace.failed(failed, replicas.stream().map(Replica::name).toList(), now);
  }

  private static DeploymentState act(
      DeploymentState state,
      Wanted.There there,
      List<Replica> replicas,
      Moment moment,
      List<Effect> effects) {
    Instant now = moment.now();
    if (!state.owned().mayAct(now)) {
      return state;
    }
    Rollout plan = Rollout.of(there.deployment().spec(), there.revision(), replicas);
    List<Pod> create =
        state.pace().mayCreate(now) ? make(plan.create(), there, replicas, moment) : List.of();
    List<Replica> leaving = plan.delete().stream().filter(Replica::isSeen).toList();
    Set<Uid> uids = new HashSet<>();
    leaving.forEach(replica -> uids.add(replica.uid()));
    List<Pod> delete =
        state.owned().pods().all().stream()
            .filter(pod -> uids.contains(pod.metadata().uid()))
            .toList();
    Step<OwnedPods> asked = state.owned().ask(create, there.revision(), delete, now);
    effects.addAll(asked.effects());
    effects.addAll(scaled(there, replicas, create.size(), leaving));
    return state.with(asked.state());
  }

  private static List<Pod> make(
      int count, Wanted.There there, List<Replica> replicas, Moment moment) {
    Set<String> taken = new HashSet<>();
    replicas.forEach(replica -> taken.add(replica.name()));
    List<Pod> pods = new ArrayList<>();
    String owner = there.deployment().metadata().name();
    for (int i = 0; i < count; i++) {
      String name = PodMint.name(owner, there.revision(), taken, moment.chance());
      taken.add(name);
      pods.add(PodMint.pod(there.deployment(), there.revision(), name));
    }
    return pods;
  }

  /// One Event for each revision that grows or shrinks.
  private static List<Effect> scaled(
      Wanted.There there, List<Replica> replicas, int creating, List<Replica> leaving) {
    Map<String, Integer> change = new TreeMap<>();
    change.merge(there.revision(), creating, Integer::sum);
    leaving.stream()
        .filter(replica -> replica.stage().active())
        .forEach(replica -> change.merge(replica.revision(), -1, Integer::sum));
    List<Effect> notes = new ArrayList<>();
    change.forEach((revision, by) -> {
      if (by != 0) {
        int before =
            (int)
                replicas.stream()
                    .filter(r -> r.stage().active() && r.revision().equals(revision))
                    .count();
        notes.add(
            new Effect.Note(
                ObjectReference.to(there.deployment()),
                false,
                "ScalingReplicaSet",
                "Scaled %s replica set %s-%s from %d to %d"
                    .formatted(
                        by > 0 ? "up" : "down",
                        there.deployment().metadata().name(),
                        revision,
                        before,
                        before + by)));
      }
    });
    return notes;
  }

  /// When something happens by itself: a pod has been ready long enough, a deadline passes, an
  /// expectation expires, more may be done again.
  private Optional<Effect> wakeAt(
      DeploymentState state, Deployment wanted, DeploymentStatus status, Instant now) {
    int minReady = wanted.spec().minReadySeconds();
    Stream<Instant> available =
        minReady == 0
            ? Stream.of()
            : state.owned().pods().all().stream()
                .flatMap(pod -> Readiness.availableAt(pod, minReady).stream());
    return Stream.of(
            available,
            DeploymentProgress.deadline(wanted, status).stream(),
            state.owned().times(settings),
            Stream.of(state.pace().next(now)))
        .flatMap(times -> times)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(time -> new Effect.WakeAfter(Duration.between(now, time), LOOK));
  }
}
