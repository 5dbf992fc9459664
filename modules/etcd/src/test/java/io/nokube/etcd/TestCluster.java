package io.nokube.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.Event;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.ObjectReference;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodStatus;
import io.nokube.model.core.Secret;
import io.nokube.model.meta.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A cluster's data in a real etcd, seen by one process.
public record TestCluster(
    EtcdSession session, EtcdKeys keys, EtcdObjectStore store, EtcdLiveness liveness) {
  public static final Fence USER = new Fence.User();
  public static final NodeName N1 = new NodeName("n1");
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  public static EtcdSession session(EtcdProcess etcd) {
    EtcdSession session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
    return session;
  }

  /// A cluster of its own, with the namespace `default`.
  public static TestCluster on(EtcdSession session) {
    TestCluster cluster =
        seenBy(session, new EtcdKeys(new ClusterName("t" + CLUSTERS.incrementAndGet())));
    accepted(cluster.store.create(namespace("default"), USER));
    return cluster;
  }

  public static TestCluster seenBy(EtcdSession session, EtcdKeys keys) {
    return seenBy(session, keys, Sealing.NONE);
  }

  public static TestCluster seenBy(EtcdSession session, EtcdKeys keys, Sealing sealing) {
    return new TestCluster(
        session,
        keys,
        new EtcdObjectStore(session, keys, InstantSource.fixed(NOW), sealing),
        new EtcdLiveness(session, keys));
  }

  /// The same cluster, seen by another process.
  public TestCluster seenWith(Sealing sealing) {
    return seenBy(session, keys, sealing);
  }

  public KubeObject read(ObjectKey key) {
    assertThat(store.get(key)).isInstanceOf(Read.Found.class);
    return ((Read.Found<KubeObject>) store.get(key)).value();
  }

  public boolean isThere(ObjectKey key) {
    return store.get(key) instanceof Read.Found<KubeObject>;
  }

  /// -1: it isn't there.
  public long revisionOf(String key) {
    return session.get(key).answer().orElseThrow().map(entry -> entry.modRevision()).orElse(-1L);
  }

  public static KubeObject accepted(Write write) {
    assertThat(write).isInstanceOf(Write.Accepted.class);
    return ((Write.Accepted) write).object();
  }

  public static void refused(Write write, Write.Reason reason, String message) {
    assertThat(write).isEqualTo(new Write.Refused(reason, message));
  }

  public static Incarnation held(Liveness.Claim claim) {
    assertThat(claim).isInstanceOf(Liveness.Claim.Held.class);
    return ((Liveness.Claim.Held) claim).incarnation();
  }

  public static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  public static Liveness.AliveRecord record(OwnershipPath path, NodeName node) {
    return new Liveness.AliveRecord(path, node, path.kind(), Uid.NONE, "Running", NOW);
  }

  public static Namespace namespace(String name) {
    return new Namespace(ObjectMeta.named("", name), new Namespace.NamespaceStatus(""));
  }

  public static ConfigMap config(String name, String value) {
    return config("default", name, value);
  }

  public static ConfigMap config(String namespace, String name, String value) {
    return new ConfigMap(
        ObjectMeta.named(namespace, name), Map.of("k", value), Map.of(), Optional.empty());
  }

  /// @param value plain
  public static Secret secret(String name, String value) {
    return new Secret(
        ObjectMeta.named("default", name),
        "Opaque",
        Map.of(
            "password", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))),
        Optional.empty());
  }

  public static Event event(String name) {
    return new Event(
        ObjectMeta.named("default", name),
        new ObjectReference("v1", "Pod", "default", "p", Uid.NONE, Revision.NONE, ""),
        "Started",
        "it started",
        new Event.EventSource("pod", "n1"),
        Optional.of(NOW),
        Optional.of(NOW),
        1,
        "Normal");
  }

  public static Pod boundPod(String name) {
    Pod pod = pod(name);
    return pod.withSpec(pod.spec().withNodeName(N1));
  }

  public static Pod inPhase(Pod pod, PodStatus.Phase phase) {
    return pod.withStatus(
        new PodStatus(phase, List.of(), "", "", "", "", Optional.empty(), List.of()));
  }

  public static Pod pod(String name) {
    Container main =
        new Container(
            "main",
            "busybox:local",
            Container.ImagePullPolicy.IF_NOT_PRESENT,
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            List.of(),
            Container.Resources.NONE,
            List.of(),
            Optional.empty());
    return new Pod(
        ObjectMeta.named("default", name),
        new PodSpec(
            List.of(main),
            List.of(),
            PodSpec.RestartPolicy.ALWAYS,
            30,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            List.of(),
            false,
            false,
            "",
            PodSpec.PodSecurityContext.NONE),
        PodStatus.PENDING);
  }
}
