package io.nokube.simulation.check;

import io.nokube.actor.engine.ContainerId;
import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.simulation.engine.EngineWitness;
import io.nokube.simulation.node.Agent;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.node.Life;
import io.nokube.simulation.time.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges what runs: that nothing is ended without a reason, and that nothing lives on, or twice,
/// or without its record, for longer than it takes on a node that is well.
public final class Running implements EngineWitness {
  private static final long DOUBLE_AT_MOST = 10_000_000;
  private static final long GOING_AT_MOST = 20_000_000;
  private static final long UNHELD_AT_MOST = 10_000_000;
  private static final long STARTS_WITHIN = 10_000_000;
  private static final int STARTS_AT_MOST = 8;

  private final Cluster cluster;
  private final Findings findings;
  private final Takeovers takeovers;
  private final Map<NodeName, Long> wellSince = new HashMap<>();

  /// Since when something is as it may not stay, by what it is.
  private final Map<Object, Long> since = new HashMap<>();

  private final Map<OwnershipPath, Deque<Long>> starts = new HashMap<>();
  private long unruledSince;

  private record Going(NodeName node, ContainerId container) {}

  private record Twice(NodeName node, OwnershipPath path) {}

  private record Unheld(NodeName node, OwnershipPath path) {}

  public Running(Cluster cluster, Findings findings, Takeovers takeovers) {
    this.takeovers = takeovers;
    this.cluster = cluster;
    this.findings = findings;
  }

  private long now() {
    return cluster.time().now();
  }

  @Override
  public void started(NodeName node, SeenContainer container) {
    findings.saw("started " + container.id() + container.specHash());
    Deque<Long> recent = starts.computeIfAbsent(container.path(), _ -> new ArrayDeque<>());
    recent.add(now());
    while (recent.getFirst() < now() - STARTS_WITHIN) {
      recent.removeFirst();
    }
    if (recent.size() > STARTS_AT_MOST) {
      findings.found(
          "no backoff", container.path() + " was started " + recent.size() + " times within 10 s");
    }
    takeovers.started(node, container);
  }

  /// Somebody removed a record by hand: who comes after that actor knows of no failures, so a start
  /// is theirs.
  public void removed(OwnershipPath path) {
    Optional.ofNullable(starts.get(path)).ifPresent(Deque::pollFirst);
  }

  @Override
  public void isolated(NodeName node, SeenContainer container) {
    findings.saw("isolated " + container.id());
    long span = Timeline.micros(cluster.timing().ttl().plus(cluster.timing().evictAfter()));
    if (now() - wellSince.getOrDefault(node, now()) > span) {
      findings.found(
          "needless stop",
          container.path() + " was ended on " + node + ", which was not cut off for long");
    }
  }

  @Override
  public void ended(NodeName node, SeenContainer container) {
    findings.saw("ended " + container.id());
  }

  @Override
  public void stopAsked(NodeName node, SeenContainer container) {
    findings.saw("stop " + container.id());
    Optional<Pod> pod = Pods.of(cluster.etcd(), container);
    boolean wanted =
        pod.filter(it -> !it.metadata().isDeleting() && !it.status().phase().terminal())
            .filter(it -> it.spec().nodeName().equals(Optional.of(node)))
            .filter(it -> !Pods.isOrphan(cluster.etcd(), it))
            .isPresent();
    boolean alone =
        cluster.host(node).engine().running().stream()
                .filter(it -> it.path().equals(container.path()))
                .count()
            == 1;
    if (wanted && alone && !isUnruledForLong()) {
      findings.found(
          "needless stop",
          container.path() + " was stopped on " + node + ", though its pod is to run there");
    }
  }

  /// Nobody has been kubecontroller for so long that its children are orphans.
  private boolean isUnruledForLong() {
    return cluster
        .timing()
        .orphanGrace()
        .filter(
            grace -> unruledSince > 0 && now() - unruledSince >= Timeline.micros(grace) - 3_000_000)
        .isPresent();
  }

  /// Looks at everything.
  public void look() {
    if (cluster.etcd().holder(OwnershipPath.KUBECONTROLLER).isPresent()) {
      unruledSince = 0;
    } else if (unruledSince == 0) {
      unruledSince = now();
    }
    takeovers.look();
    Set<Object> now = new HashSet<>();
    for (Host host : cluster.hosts()) {
      if (cluster.isWell(host)) {
        wellSince.putIfAbsent(host.name(), now());
      } else {
        wellSince.remove(host.name());
      }
      containers(host, now);
      host.agent().ifPresent(agent -> lives(host, agent, now));
    }
    since.keySet().retainAll(now);
  }

  private void containers(Host host, Set<Object> now) {
    Map<OwnershipPath, Integer> count = new HashMap<>();
    long cpu = 0;
    for (SeenContainer one : host.engine().running()) {
      Optional<Pod> pod = Pods.of(cluster.etcd(), one);
      boolean bound =
          pod.filter(it -> it.spec().nodeName().equals(Optional.of(host.name()))).isPresent();
      boolean going =
          pod.filter(it -> it.metadata().isDeleting() || Pods.isOrphan(cluster.etcd(), it))
              .isPresent();
      if (!bound) {
        atMost(
            DOUBLE_AT_MOST,
            new Going(host.name(), one.id()),
            host,
            now,
            "ghost",
            one.path() + " runs on " + host.name() + ", where its pod is not bound");
      } else if (going) {
        atMost(
            GOING_AT_MOST,
            new Going(host.name(), one.id()),
            host,
            now,
            "never ends",
            one.path() + " runs on " + host.name() + ", though its pod is to go");
      }
      if (bound) {
        cpu += Pods.milliCpu(pod.orElseThrow());
      }
      if (count.merge(one.path(), 1, Integer::sum) > 1) {
        atMost(
            DOUBLE_AT_MOST,
            new Twice(host.name(), one.path()),
            host,
            now,
            "double",
            one.path() + " runs twice on " + host.name());
      }
    }
    if (cpu > allocatable(host)) {
      findings.found(
          "overcommit",
          "pods on %s ask for %dm CPU of %dm".formatted(host.name(), cpu, allocatable(host)));
    }
  }

  private static long allocatable(Host host) {
    Node node = host.composed();
    return Optional.ofNullable(node.status().allocatable().get("cpu"))
        .map(cpu -> cpu.milli())
        .orElse(0L);
  }

  private void lives(Host host, Agent agent, Set<Object> now) {
    for (Life life : agent.lives()) {
      boolean holds =
          life.incarnation().isPresent()
              && cluster
                  .etcd()
                  .holder(life.path())
                  .map(Seen::incarnation)
                  .equals(life.incarnation());
      if (life.isRunning() && !holds) {
        atMost(
            UNHELD_AT_MOST,
            new Unheld(host.name(), life.path()),
            host,
            now,
            "lives unheld",
            life.path() + " lives on " + host.name() + " without holding its record");
      }
    }
  }

  /// Counts only while the node is well.
  private void atMost(
      long most, Object what, Host host, Set<Object> now, String rule, String words) {
    now.add(what);
    long from = since.computeIfAbsent(what, _ -> now());
    Optional<Long> well = Optional.ofNullable(wellSince.get(host.name()));
    if (well.isPresent() && now() - Math.max(from, well.get()) > most) {
      findings.found(
          rule, words + " for " + Duration.ofMillis((now() - from) / 1000).toSeconds() + " s");
    }
  }
}
