package io.nokube.simulation.check;

import io.nokube.actor.engine.SeenContainer;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.apps.DaemonSet;
import io.nokube.model.apps.Deployment;
import io.nokube.model.core.Node;
import io.nokube.model.core.Pod;
import io.nokube.simulation.node.Host;
import io.nokube.simulation.node.Life;
import io.nokube.simulation.story.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether all is as it is to be, once nothing is wrong any more.
public final class Calm {
  private final Cluster cluster;
  private final Writes writes;

  public Calm(Cluster cluster, Writes writes) {
    this.cluster = cluster;
    this.writes = writes;
  }

  /// What is not yet as it is to be; nothing if all is.
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Host host : cluster.hosts()) {
      node(host, missing);
    }
    List<Pod> pods = Pods.all(cluster.etcd());
    for (Pod pod : pods) {
      pod(pod, missing);
    }
    for (KubeObject object : cluster.etcd().all(ResourceType.DEPLOYMENT)) {
      if (object instanceof Deployment deployment) {
        deployment(deployment, pods, missing);
      }
    }
    for (KubeObject object : cluster.etcd().all(ResourceType.DAEMON_SET)) {
      if (object instanceof DaemonSet set) {
        daemonSet(set, pods, missing);
      }
    }
    records(missing);
    return missing;
  }

  /// At the end: what users were told.
  public void check(Ledger ledger) {
    ledger.checkAll(cluster.etcd(), writes.endedByActors());
  }

  private void node(Host host, List<String> missing) {
    boolean ready =
        cluster
            .etcd()
            .get(new ObjectKey(ResourceType.NODE, "", host.name().text()))
            .filter(it -> it instanceof Node node && node.status().ready())
            .isPresent();
    if (!ready) {
      missing.add("node " + host.name() + " is not Ready");
    }
    for (SeenContainer one : host.engine().running()) {
      if (Pods.of(cluster.etcd(), one)
          .filter(it -> it.spec().nodeName().equals(Optional.of(host.name())))
          .isEmpty()) {
        missing.add(one.path() + " runs on " + host.name() + " without a pod");
      }
    }
  }

  private void pod(Pod pod, List<String> missing) {
    if (pod.metadata().isDeleting()) {
      missing.add(pod.key() + " is still there");
    } else if (Pods.isOrphan(cluster.etcd(), pod)) {
      missing.add(pod.key() + " has outlived its owner");
    } else if (!pod.status().phase().terminal()) {
      if (pod.spec().nodeName().isEmpty()) {
        missing.add(pod.key() + " is on no node");
      } else if (!pod.status().ready()) {
        missing.add(pod.key() + " on " + pod.spec().nodeName().get() + " is not ready");
      } else if (running(pod) != 1) {
        missing.add(pod.key() + " has " + running(pod) + " containers running");
      }
    }
  }

  private long running(Pod pod) {
    return cluster.host(pod.spec().nodeName().orElseThrow()).engine().running().stream()
        .filter(it -> it.podUid().equals(pod.metadata().uid()))
        .count();
  }

  private static boolean isOf(KubeObject owner, Pod pod) {
    return pod.metadata()
        .controller()
        .filter(it -> it.uid().equals(owner.metadata().uid()))
        .isPresent();
  }

  private static long good(List<Pod> pods, KubeObject owner, String image) {
    return pods.stream()
        .filter(it -> isOf(owner, it) && Pods.isReady(it) && Pods.image(it).equals(image))
        .count();
  }

  private static void deployment(Deployment deployment, List<Pod> pods, List<String> missing) {
    String image = Workload.image(deployment.spec().template());
    long good = good(pods, deployment, image);
    long all =
        pods.stream().filter(it -> isOf(deployment, it) && !it.status().phase().terminal()).count();
    int wanted = deployment.spec().replicas();
    if (good != wanted || all != wanted) {
      missing.add(
          "%s has %d pods, %d of them good, and is to have %d"
              .formatted(deployment.key(), all, good, wanted));
    } else if (deployment.status().readyReplicas() != wanted) {
      missing.add(deployment.key() + " does not say that its pods are ready");
    }
  }

  private void daemonSet(DaemonSet set, List<Pod> pods, List<String> missing) {
    long good = good(pods, set, Workload.image(set.spec().template()));
    if (good != cluster.hosts().size()) {
      missing.add("%s has %d good pods".formatted(set.key(), good));
    } else if (set.status().numberReady() != good) {
      missing.add(set.key() + " does not say that its pods are ready");
    }
  }

  /// Every record is held by a life, and every life holds one.
  private void records(List<String> missing) {
    if (cluster.etcd().holder(OwnershipPath.KUBECONTROLLER).isEmpty()) {
      missing.add("nobody is kubecontroller");
    }
    for (Seen seen : cluster.etcd().records()) {
      boolean lives =
          cluster.host(seen.record().node()).agent().stream()
              .flatMap(agent -> agent.lives().stream())
              .anyMatch(life ->
                  life.path().equals(seen.record().path())
                      && life.isRunning()
                      && life.incarnation().equals(Optional.of(seen.incarnation())));
      if (!lives) {
        missing.add("the record of " + seen.record().path() + " is held by nobody alive");
      }
    }
    for (Host host : cluster.hosts()) {
      host.agent()
          .ifPresent(agent -> {
            for (Life life : agent.lives()) {
              if (life.isRunning() && cluster.etcd().holder(life.path()).isEmpty()) {
                missing.add(life.path() + " lives without a record");
              }
            }
          });
    }
  }
}
