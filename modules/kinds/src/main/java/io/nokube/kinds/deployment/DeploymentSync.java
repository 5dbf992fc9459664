package io.nokube.kinds.deployment;

import io.nokube.actor.Action;
import io.nokube.actor.Effect;
import io.nokube.actor.Moment;
import io.nokube.actor.Step;
import io.nokube.kinds.OwnerSettings;
import io.nokube.kinds.Readiness;
import io.nokube.kinds.deployment.DeploymentState.Wanted;
import io.nokube.kinds.deployment.Replica.Stage;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
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
    if (!state.pods().whole()) {
      return Step.to(state);
    }
    return switch (state.wanted()) {
      case Wanted.Unseen unseen -> Step.to(state);
      case Wanted.There there -> keep(state, there, moment);
      case Wanted.Gone gone -> end(state, moment);
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
    if (!state.pace().mayAct(now)) {
      return state;
    }
    Deployment wanted = there.deployment();
    Rollout plan = Rollout.of(wanted.spec(), there.revision(), replicas);
    Set<String> taken = new HashSet<>();
    replicas.forEach(replica -> taken.add(replica.name()));
    List<String> names = new ArrayList<>();
    int creating = state.pace().mayCreate(now) ? plan.create() : 0;
    for (int i = 0; i < creating; i++) {
      String name =
          PodMint.name(wanted.metadata().name(), there.revision(), taken, moment.chance());
      taken.add(name);
      names.add(name);
      effects.add(
          new Effect.Perform(new Action.Create(PodMint.pod(wanted, there.revision(), name))));
    }
    List<Replica> leaving = plan.delete().stream().filter(Replica::isSeen).toList();
    leaving.forEach(replica -> effects.add(delete(wanted, replica)));
    effects.addAll(scaled(there, replicas, creating, leaving));
    return state.with(
        state
            .expectations()
            .create(names, there.revision(), now)
            .delete(leaving.stream().map(Replica::uid).toList(), now));
  }

  private static Effect delete(Deployment wanted, Replica replica) {
    return new Effect.Perform(
        new Action.Delete(
            new ObjectKey(ResourceType.POD, wanted.metadata().namespace(), replica.name()),
            replica.uid(),
            Optional.empty()));
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
            : state.pods().all().stream()
                .flatMap(pod -> Readiness.availableAt(pod, minReady).stream());
    return Stream.of(
            available,
            DeploymentProgress.deadline(wanted, status).stream(),
            expiries(state),
            Stream.of(state.pace().next(now)))
        .flatMap(times -> times)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(time -> new Effect.WakeAfter(Duration.between(now, time), LOOK));
  }

  private Stream<Instant> expiries(DeploymentState state) {
    return Stream.concat(
            state.expectations().creates().values().stream().map(create -> create.since()),
            state.expectations().deletes().values().stream())
        .map(since -> since.plus(settings.expectationsExpire()));
  }

  /// Its Deployment is gone: first its pods go, then itself.
  private Step<DeploymentState> end(DeploymentState state, Moment moment) {
    if (state.pods().isEmpty() && state.expectations().creates().isEmpty()) {
      return Step.to(state, new Effect.End());
    }
    List<Effect> effects = new ArrayList<>();
    List<Uid> leaving = new ArrayList<>();
    if (state.pace().mayAct(moment.now())) {
      for (Pod pod : state.pods().all()) {
        Uid uid = pod.metadata().uid();
        if (!pod.metadata().isDeleting() && !state.expectations().deletes().containsKey(uid)) {
          leaving.add(uid);
          effects.add(new Effect.Perform(new Action.Delete(pod.key(), uid, Optional.empty())));
        }
      }
    }
    effects.add(new Effect.WakeAfter(settings.retryAfter(), LOOK));
    return Step.to(state.with(state.expectations().delete(leaving, moment.now())), effects);
  }
}
