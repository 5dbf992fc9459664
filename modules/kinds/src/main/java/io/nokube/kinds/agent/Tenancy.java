package io.nokube.kinds.agent;

import io.nokube.actor.Action;
import io.nokube.actor.Backoff;
import io.nokube.actor.Effect;
import io.nokube.actor.Effect.Note;
import io.nokube.actor.Effect.Observe;
import io.nokube.actor.Effect.Perform;
import io.nokube.actor.Effect.Publish;
import io.nokube.actor.Effect.Spawn;
import io.nokube.actor.Effect.Unobserve;
import io.nokube.actor.Effect.WakeAfter;
import io.nokube.actor.Interest;
import io.nokube.actor.Moment;
import io.nokube.actor.Step;
import io.nokube.kinds.PodPath;
import io.nokube.kinds.agent.Tenant.Stage;
import io.nokube.kinds.placement.Admission;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which pods the node takes, keeps and lets go.
///
/// A pod that was bound a moment ago is admitted and spawned at once, unless others are being read.
/// Of any other, its object is read first: what had begun before this life of the agent is not
/// judged again, but needs its room.
final class Tenancy {
  /// Wakes the one whose pod's actor closed; the path follows.
  static final String RESPAWN = "respawn-";

  private Tenancy() {}

  /// Whatever is due after the bindings or the tenants changed.
  ///
  /// @param fresh pods known to be bound a moment ago
  static Step<AgentLife> settle(Self self, AgentLife before, Set<Uid> fresh) {
    List<Effect> effects = new ArrayList<>();
    AgentLife life = dismiss(self, before, effects);
    List<Pod> bound =
        life.bindings().values().stream()
            .sorted(Comparator.comparing(pod -> pod.key().toString()))
            .toList();
    for (Pod pod : bound) {
      life = take(self, life, pod, fresh.contains(pod.metadata().uid()), effects);
    }
    return Step.to(judge(self, life, effects), effects);
  }

  /// Admits or rejects those that wait, unless one is being read.
  private static AgentLife judge(Self self, AgentLife before, List<Effect> effects) {
    if (before.tenants().values().stream().anyMatch(it -> it.stage() == Stage.READING)) {
      return before;
    }
    AgentLife life = before;
    for (Map.Entry<OwnershipPath, Tenant> entry : inOrder(before)) {
      Tenant tenant = entry.getValue();
      if (tenant.stage() == Stage.WAITING) {
        Optional<Pod> deleting =
            life.binding(tenant.pod()).filter(it -> it.metadata().isDeleting());
        life =
            deleting.isPresent()
                ? spawn(self, life, entry.getKey(), tenant, deleting.get(), effects)
                : admit(self, life, entry.getKey(), tenant, effects);
      }
    }
    return life;
  }

  /// Ends what is to go: bound no more, or deleted.
  private static AgentLife dismiss(Self self, AgentLife before, List<Effect> effects) {
    if (!before.complete()) {
      return before;
    }
    AgentLife life = before;
    for (Map.Entry<OwnershipPath, Tenant> entry : inOrder(before)) {
      OwnershipPath path = entry.getKey();
      Tenant tenant = entry.getValue();
      Optional<Pod> binding = life.binding(tenant.pod());
      if (binding.isEmpty() && tenant.stage() != Stage.LIVING) {
        if (tenant.stage() == Stage.READING) {
          effects.add(new Unobserve(new Interest.One(tenant.pod().key())));
        }
        life = life.without(path);
        continue;
      }
      Optional<Duration> due = due(tenant, binding);
      if (tenant.stage() == Stage.LIVING && isNews(due, tenant.told())) {
        effects.add(self.terminate(path, due.get()));
        life = life.with(path, tenant.toldToEnd(due.get()));
      }
    }
    return life;
  }

  private static boolean isNews(Optional<Duration> due, Optional<Duration> told) {
    return due.isPresent() && told.filter(it -> it.compareTo(due.get()) <= 0).isEmpty();
  }

  private static List<Map.Entry<OwnershipPath, Tenant>> inOrder(AgentLife life) {
    return life.tenants().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }

  /// The grace within which a tenant is to end; empty: it is to stay.
  private static Optional<Duration> due(Tenant tenant, Optional<Pod> binding) {
    if (binding.isEmpty()) {
      return Optional.of(Self.grace(tenant.pod()));
    }
    return binding.filter(it -> it.metadata().isDeleting()).map(Self::grace);
  }

  private static AgentLife take(
      Self self, AgentLife life, Pod pod, boolean fresh, List<Effect> effects) {
    OwnershipPath path = PodPath.of(pod);
    if (life.rejected().contains(pod.metadata().uid())) {
      if (pod.metadata().isDeleting()) {
        effects.add(remove(pod));
      }
      return life;
    }
    if (life.tenant(path).isPresent()) {
      return life;
    }
    if (fresh && !pod.metadata().isDeleting()) {
      return life.with(path, Tenant.waiting(pod, self.backoff()));
    }
    effects.add(new Observe(new Interest.One(pod.key())));
    return life.with(path, Tenant.reading(pod, self.backoff()));
  }

  private static Effect remove(Pod pod) {
    return new Perform(new Action.Remove(pod.key(), pod.metadata().uid()));
  }

  private static AgentLife admit(
      Self self, AgentLife life, OwnershipPath path, Tenant tenant, List<Effect> effects) {
    Pod pod = tenant.pod();
    return switch (Admission.of(life.node().orElse(self.composed()), life.residents(), pod)) {
      case Admission.Admitted admitted -> spawn(self, life, path, tenant, pod, effects);
      case Admission.Rejected rejected -> {
        effects.add(new Publish(failed(pod, rejected)));
        effects.add(new Note(ObjectReference.to(pod), true, rejected.reason(), rejected.message()));
        yield life.without(path).rejecting(pod.metadata().uid());
      }
    };
  }

  private static Pod failed(Pod pod, Admission.Rejected why) {
    PodStatus status =
        new PodStatus(
            PodStatus.Phase.FAILED,
            pod.status().conditions(),
            why.reason(),
            "Pod was rejected: " + why.message(),
            "",
            "",
            Optional.empty(),
            List.of());
    return pod.withMetadata(pod.metadata().withResourceVersion(Revision.NONE)).withStatus(status);
  }

  private static AgentLife spawn(
      Self self, AgentLife life, OwnershipPath path, Tenant tenant, Pod pod, List<Effect> effects) {
    Pod here = pod.withStatus(pod.status().withHostIP(OwnNode.address(self.composed())));
    effects.add(new Spawn(path, self.node(), Optional.of(here)));
    return life.with(path, tenant.living(pod));
  }

  /// A pod's object was read.
  static Step<AgentLife> read(
      Self self, AgentLife life, OwnershipPath path, Tenant tenant, Optional<Pod> object) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Unobserve(new Interest.One(tenant.pod().key())));
    Optional<Pod> same = object.filter(it -> it.metadata().uid().equals(tenant.uid()));
    if (same.isEmpty()) {
      return followed(self, life.without(path), tenant, effects);
    }
    Pod pod = same.get();
    boolean begun =
        pod.status().startTime().isPresent()
            || pod.status().phase().terminal()
            || pod.metadata().isDeleting()
            || tenant.falls().failures() > 0;
    AgentLife after =
        begun
            ? spawn(self, life, path, tenant, pod, effects)
            : life.with(path, Tenant.waiting(pod, tenant.falls()));
    Step<AgentLife> settled = settle(self, after, Set.of());
    effects.addAll(settled.effects());
    return Step.to(settled.state(), effects);
  }

  /// What was read is another pod, or none. One of the same name that is bound by now is taken; the
  /// binding of the one that is gone is about to go, too.
  private static Step<AgentLife> followed(
      Self self, AgentLife life, Tenant gone, List<Effect> effects) {
    boolean another =
        Optional.ofNullable(life.bindings().get(gone.pod().key()))
            .filter(bound -> !bound.metadata().uid().equals(gone.uid()))
            .isPresent();
    if (!another) {
      return Step.to(judge(self, life, effects), effects);
    }
    Step<AgentLife> settled = settle(self, life, Set.of());
    return Step.to(settled.state(), effects).and(settled.effects());
  }

  /// A pod's actor closed: another follows, unless the pod is bound no more.
  static Step<AgentLife> closed(
      Self self, AgentLife life, OwnershipPath path, String failure, Moment moment) {
    Optional<Tenant> known = life.tenant(path).filter(it -> it.stage() == Stage.LIVING);
    if (known.isEmpty()) {
      return Step.to(life);
    }
    Tenant tenant = known.get();
    if (life.complete() && life.binding(tenant.pod()).isEmpty()) {
      return settle(self, life.without(path), Set.of());
    }
    Duration since =
        tenant.falls().last().map(at -> Duration.between(at, moment.now())).orElse(Duration.ZERO);
    Backoff falls = tenant.falls().failed(moment.now(), since);
    Duration wait = falls.remaining(moment.now());
    boolean byItself = failure.isEmpty();
    Duration delay = byItself && wait.compareTo(self.tryAgain()) < 0 ? self.tryAgain() : wait;
    return Step.to(life.with(path, tenant.fallen(falls)), new WakeAfter(delay, RESPAWN + path));
  }

  /// Its actor is no more: its object is read, and then it is spawned again.
  static Step<AgentLife> respawn(AgentLife life, OwnershipPath path, Tenant tenant) {
    return Step.to(
        life.with(path, tenant.at(Stage.READING)),
        new Observe(new Interest.One(tenant.pod().key())));
  }

  /// A pod's actor says that it is here: one that is bound no more is told to end.
  static List<Effect> heard(Self self, AgentLife life, OwnershipPath path, Uid pod) {
    boolean unbound = life.complete() && !AgentLife.uids(life.bindings().values()).contains(pod);
    return unbound ? List.of(self.terminate(path, self.strayGrace())) : remind(self, life, path);
  }

  /// It lives, and may have missed what it was told.
  static List<Effect> remind(Self self, AgentLife life, OwnershipPath path) {
    return life.tenant(path)
        .flatMap(Tenant::told)
        .map(grace -> List.of(self.terminate(path, grace)))
        .orElse(List.of());
  }
}
