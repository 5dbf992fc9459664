package io.nokube.simulation.check;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Pod;
import io.nokube.simulation.store.Witness;
import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges every write as the store takes it: that its writer is who it says, and that nobody asks
/// for a pod to go without a reason.
public final class Writes implements Witness {
  /// Whoever decides sees the store a little late.
  private static final long LATE = 4_000_000;

  private final Cluster cluster;
  private final Findings findings;
  private final Takeovers takeovers;

  /// Newest incarnation of which a write was taken, by path.
  private final Map<OwnershipPath, Incarnation> newest = new HashMap<>();

  private final Map<OwnershipPath, Long> wentAt = new HashMap<>();
  private final Map<Uid, Long> readyAt = new HashMap<>();

  /// When pods of an owner ceased to be ready, and not because it asked them to go.
  private final Map<Uid, Deque<Long>> losses = new HashMap<>();

  /// When what a deployment's pods are made from last changed.
  private final Map<Uid, Long> templateAt = new HashMap<>();

  private final Map<Uid, Deque<Replicas>> replicas = new HashMap<>();
  private final Set<Uid> endedByActors = new HashSet<>();
  private long binds;

  private record Replicas(long until, int least) {}

  public Writes(Cluster cluster, Findings findings, Takeovers takeovers) {
    this.takeovers = takeovers;
    this.cluster = cluster;
    this.findings = findings;
  }

  /// How many pods were put on a node.
  public long binds() {
    return binds;
  }

  /// Pods that nobody but an actor asked to go.
  Set<Uid> endedByActors() {
    return endedByActors;
  }

  private long now() {
    return cluster.time().now();
  }

  @Override
  public void claimed(Seen record) {
    OwnershipPath path = record.record().path();
    findings.saw("claimed " + path);
    takeovers.claimed(path);
  }

  @Override
  public void went(Seen record) {
    findings.saw("went " + record.record().path());
    wentAt.put(record.record().path(), now());
  }

  @Override
  public void wrote(
      ObjectKey key,
      Optional<KubeObject> before,
      Optional<KubeObject> after,
      Fence fence,
      long revision) {
    findings.saw(key + " " + revision);
    if (fence instanceof Fence.Actor(var path, var incarnation)) {
      isWhoItSays(key, path, incarnation);
    }
    if (after.orElse(null) instanceof Pod pod
        && isReady(pod)
        && !(before.orElse(null) instanceof Pod was && isReady(was))) {
      readyAt.put(pod.metadata().uid(), now());
    }
    after
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .ifPresent(it -> remember(before, it));
    if (before.orElse(null) instanceof Pod pod) {
      boolean lost = isReady(pod) && after.filter(Writes::isReady).isEmpty();
      boolean byOwner =
          fence instanceof Fence.Actor(var path, _) && path.kind().equals("deployment");
      if (lost && !byOwner) {
        pod.metadata()
            .controller()
            .ifPresent(
                owner -> losses.computeIfAbsent(owner.uid(), _ -> new ArrayDeque<>()).add(now()));
      }
      boolean asked =
          !pod.metadata().isDeleting() && after.map(it -> it.metadata().isDeleting()).orElse(true);
      if (asked && fence instanceof Fence.Actor(var path, _)) {
        endedByActors.add(pod.metadata().uid());
        isAskedToGo(pod, path);
      }
    }
    if (after.orElse(null) instanceof Pod pod
        && pod.spec().nodeName().isPresent()
        && !(before.orElse(null) instanceof Pod was && was.spec().nodeName().isPresent())) {
      binds++;
    }
  }

  private static boolean isReady(KubeObject object) {
    return object instanceof Pod pod && Pods.isReady(pod);
  }

  private void isWhoItSays(ObjectKey key, OwnershipPath path, Incarnation incarnation) {
    Optional<Incarnation> holder = cluster.etcd().holder(path).map(Seen::incarnation);
    Incarnation before = newest.getOrDefault(path, incarnation);
    if (incarnation.compareTo(before) < 0 || !holder.equals(Optional.of(incarnation))) {
      findings.found(
          "deposed writer",
          "%s as %s wrote %s, but its record is held as %s"
              .formatted(path, incarnation, key, holder));
    }
    newest.put(path, incarnation);
  }

  private void remember(Optional<KubeObject> before, Deployment after) {
    if (before.orElse(null) instanceof Deployment was) {
      replicas
          .computeIfAbsent(after.metadata().uid(), _ -> new ArrayDeque<>())
          .add(new Replicas(now(), was.spec().replicas()));
      if (!was.spec().template().equals(after.spec().template())) {
        templateAt.put(after.metadata().uid(), now());
      }
    }
  }

  /// What the deployment asked for now, or a moment ago if that is less.
  private int leastReplicas(Deployment deployment) {
    int least = deployment.spec().replicas();
    for (Replicas past : replicas.getOrDefault(deployment.metadata().uid(), new ArrayDeque<>())) {
      if (past.until > now() - LATE) {
        least = Math.min(least, past.least);
      }
    }
    return least;
  }

  /// Not for every reason: by a pod's owner, or because its node is silent.
  private void isAskedToGo(Pod pod, OwnershipPath by) {
    switch (by.kind()) {
      case "deployment" -> byDeployment(pod);
      case "kubecontroller" -> byKubecontroller(pod);
      default -> {}
    }
  }

  private void byDeployment(Pod pod) {
    Optional<Deployment> owner = Pods.deployment(cluster.etcd(), pod);
    // One that has only just become ready was not seen so.
    if (owner.isEmpty() || !isReady(pod) || isFresh(readyAt, pod.metadata().uid())) {
      return;
    }
    Deployment deployment = owner.get();
    List<Pod> others =
        Pods.of(cluster.etcd(), pod.metadata().controller().orElseThrow()).stream()
            .filter(it -> !it.metadata().uid().equals(pod.metadata().uid()))
            .filter(it -> !it.metadata().isDeleting() && !it.status().phase().terminal())
            .toList();
    int wanted = leastReplicas(deployment);
    long available =
        others.stream().filter(Writes::isReady).count() + lateLosses(deployment.metadata().uid());
    int least = wanted - Math.max(wanted / 4, wanted < 4 && surge(wanted) == 0 ? 1 : 0);
    if (available < least) {
      findings.found(
          "availability",
          "%s was asked to go, though only %d of %d others are available"
              .formatted(pod.key(), available, least));
    }
    long same = others.stream().filter(it -> Pods.isOf(it, deployment)).count();
    if (Pods.isOf(pod, deployment)
        && same + lateLosses(deployment.metadata().uid()) < wanted
        && !isFresh(templateAt, deployment.metadata().uid())) {
      findings.found(
          "needless end",
          "%s was asked to go, though only %d others of %d are there"
              .formatted(pod.key(), same, wanted));
    }
  }

  private static int surge(int replicas) {
    return (replicas + 3) / 4;
  }

  /// So many may not have been seen yet.
  private long lateLosses(Uid owner) {
    return losses.getOrDefault(owner, new ArrayDeque<>()).stream()
        .filter(at -> at > now() - LATE)
        .count();
  }

  private boolean isFresh(Map<Uid, Long> when, Uid uid) {
    return when.getOrDefault(uid, -LATE) > now() - LATE;
  }

  private void byKubecontroller(Pod pod) {
    Optional<NodeName> node = pod.spec().nodeName();
    if (node.isEmpty() || Pods.isOrphan(cluster.etcd(), pod)) {
      return;
    }
    OwnershipPath agent = OwnershipPath.agent(node.get());
    takeovers.replaced(pod, node.get());
    Duration evictAfter = cluster.timing().evictAfter();
    // A clock that is being set right may be a fiftieth too fast.
    long due = Timeline.micros(evictAfter);
    boolean silent =
        cluster.etcd().holder(agent).isEmpty()
            && now() - wentAt.getOrDefault(agent, 0L) >= due * 49 / 50;
    if (!silent) {
      findings.found(
          "needless eviction",
          "%s was evicted from %s, whose agent has been silent for less than %s"
              .formatted(pod.key(), node.get(), evictAfter));
    }
  }
}
