package io.nokube.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Change;
import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Liveness;
import io.nokube.actor.port.ObjectStore.Subscription;
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
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Container;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.core.PodSpec;
import io.nokube.model.core.PodStatus;
import io.nokube.model.meta.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EtcdObjectStoreTest {
  private static final Fence USER = new Fence.User();
  private static final NodeName N1 = new NodeName("n1");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static EtcdProcess etcd;
  private static EtcdSession session;
  private static int clusters;

  private EtcdKeys keys;
  private EtcdObjectStore store;
  private EtcdLiveness liveness;

  @BeforeAll
  static void begin() {
    etcd = EtcdProcess.started();
    session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
  }

  @AfterAll
  static void end() {
    session.close();
    etcd.close();
  }

  @BeforeEach
  void anEmptyCluster() {
    keys = new EtcdKeys(new ClusterName("c" + clusters++));
    store = new EtcdObjectStore(session, keys, InstantSource.fixed(NOW));
    liveness = new EtcdLiveness(session, keys);
    accepted(
        store.create(
            new Namespace(ObjectMeta.named("", "default"), new Namespace.NamespaceStatus("")),
            USER));
  }

  @Test
  void aCreatedObjectHasUidGenerationAndTime() {
    KubeObject made = accepted(store.create(config("a", "1"), USER));

    assertThat(made.metadata().uid()).isNotEqualTo(Uid.NONE);
    assertThat(made.metadata().generation()).isEqualTo(1);
    assertThat(made.metadata().creationTimestamp()).contains(NOW);
    assertThat(read(made.key())).isEqualTo(made);
  }

  @Test
  void theSameNameTwiceIsRefused() {
    accepted(store.create(config("a", "1"), USER));

    assertThat(store.create(config("a", "2"), USER))
        .isEqualTo(
            new Write.Refused(Write.Reason.ALREADY_EXISTS, "configmaps \"a\" already exists"));
  }

  @Test
  void anObjectInAMissingNamespaceIsRefused() {
    ConfigMap elsewhere =
        new ConfigMap(ObjectMeta.named("nowhere", "a"), Map.of(), Map.of(), Optional.empty());

    assertThat(store.create(elsewhere, USER))
        .isEqualTo(new Write.Refused(Write.Reason.NOT_FOUND, "namespaces \"nowhere\" not found"));
  }

  @Test
  void anUpdateOfWhatHasChangedSinceIsAConflict() {
    KubeObject first = accepted(store.create(config("a", "1"), USER));
    accepted(store.update(config("a", "2").withMetadata(first.metadata()), USER));

    assertThat(store.update(config("a", "3").withMetadata(first.metadata()), USER))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Write.Reason.CONFLICT));
  }

  @Test
  void anUpdateThatChangesNothingWritesNothing() {
    KubeObject first = accepted(store.create(config("a", "1"), USER));

    KubeObject again = accepted(store.update(config("a", "1"), USER));

    assertThat(again.metadata().resourceVersion()).isEqualTo(first.metadata().resourceVersion());
  }

  @Test
  void aChangeOfLabelsIsNoNewGenerationButOneOfTheContentIs() {
    KubeObject first = accepted(store.create(config("a", "1"), USER));
    KubeObject labelled =
        accepted(
            store.update(first.withMetadata(first.metadata().withLabels(Map.of("x", "y"))), USER));
    KubeObject changed = accepted(store.update(config("a", "2"), USER));

    assertThat(labelled.metadata().generation()).isEqualTo(1);
    assertThat(changed.metadata().generation()).isEqualTo(2);
  }

  @Test
  void aPodWithANodeIsBoundInTheSameTransactionAndItsStatusLeavesTheBindingAlone() {
    Pod pod = (Pod) accepted(store.create(pod("p"), USER));
    String binding = keys.binding(N1, "default", "p");
    long bound = revisionOf(binding);

    accepted(
        store.updateStatus(
            pod.withStatus(
                new PodStatus(
                    PodStatus.Phase.RUNNING,
                    List.of(),
                    "",
                    "",
                    "",
                    "",
                    Optional.empty(),
                    List.of())),
            USER));

    assertThat(bound).isEqualTo(pod.metadata().resourceVersion().number());
    assertThat(revisionOf(binding)).isEqualTo(bound);
    assertThat(((Pod) read(pod.key())).status().phase()).isEqualTo(PodStatus.Phase.RUNNING);
  }

  @Test
  void aDeletedBoundPodGetsATimestampAndIsGoneWhenItsNodeSaysSo() {
    Pod pod = (Pod) accepted(store.create(pod("p"), USER));

    Pod deleting = (Pod) accepted(store.delete(pod.key(), Uid.NONE, Optional.empty(), USER));
    Pod hurried =
        (Pod) accepted(store.delete(pod.key(), Uid.NONE, Optional.of(Duration.ZERO), USER));
    accepted(store.remove(pod.key(), pod.metadata().uid(), USER));

    assertThat(deleting.metadata().deletionTimestamp()).contains(NOW.plusSeconds(30));
    assertThat(hurried.metadata().deletionGracePeriodSeconds()).contains(0L);
    assertThat(store.get(pod.key())).isInstanceOf(Read.Absent.class);
    assertThat(revisionOf(keys.binding(N1, "default", "p"))).isEqualTo(-1);
  }

  @Test
  void aPodIsEvictedOnlyWhileItsNodesAgentHasNoRecord() {
    Pod pod = (Pod) accepted(store.create(pod("p"), USER));
    OwnershipPath agent = OwnershipPath.agent(N1);
    Incarnation incarnation = held(liveness.claim(record(agent)));

    assertThat(store.evict(pod.key(), pod.metadata().uid(), Duration.ofSeconds(3), N1, USER))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Write.Reason.CONFLICT);
              assertThat(refused.message()).contains("node n1 is no longer silent");
            });
    assertThat(read(pod.key()).metadata().isDeleting()).isFalse();

    liveness.release(agent, incarnation);
    Pod evicted =
        (Pod)
            accepted(store.evict(pod.key(), pod.metadata().uid(), Duration.ofSeconds(3), N1, USER));

    assertThat(evicted.metadata().deletionGracePeriodSeconds()).contains(3L);
  }

  @Test
  void aDeposedActorCannotWrite() {
    OwnershipPath path = OwnershipPath.top("default", "deployment", "web");
    Incarnation incarnation = held(liveness.claim(record(path)));
    Fence fence = new Fence.Actor(path, incarnation);
    accepted(store.create(config("a", "1"), fence));

    liveness.release(path, incarnation);

    assertThat(store.create(config("b", "1"), fence))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Write.Reason.FENCED));
  }

  @Test
  void aPathIsLivedOnce() {
    OwnershipPath path = OwnershipPath.top("default", "pod", "p");
    held(liveness.claim(record(path)));

    assertThat(
            liveness.claim(
                new Liveness.AliveRecord(
                    path, new NodeName("n2"), "pod", Uid.NONE, "Running", NOW)))
        .isInstanceOf(Liveness.Claim.Taken.class);
  }

  @Test
  void aWatchShowsAllThatIsThereThenEachChange() throws InterruptedException {
    accepted(store.create(config("a", "1"), USER));
    BlockingQueue<List<Change>> seen = new LinkedBlockingQueue<>();
    try (Subscription watch =
        store.watch(
            ResourceType.CONFIG_MAP, "", Revision.NONE, (changes, complete) -> seen.add(changes))) {
      assertThat(next(seen)).singleElement().isInstanceOf(Change.Put.class);
      ObjectKey key = accepted(store.create(config("b", "1"), USER)).key();
      assertThat(next(seen))
          .singleElement()
          .isInstanceOfSatisfying(Change.Put.class, put -> assertThat(put.created()).isTrue());
      accepted(store.delete(key, Uid.NONE, Optional.empty(), USER));
      assertThat(next(seen))
          .singleElement()
          .isInstanceOfSatisfying(
              Change.Removed.class, removed -> assertThat(removed.key()).isEqualTo(key));
    }
  }

  @Test
  void aListIsInTheOrderOfKeysAtOneRevision() {
    accepted(store.create(config("b", "1"), USER));
    KubeObject last = accepted(store.create(config("a", "1"), USER));

    assertThat(store.list(ResourceType.CONFIG_MAP, "default"))
        .isInstanceOfSatisfying(
            Read.Found.class,
            found -> {
              var listing = (io.nokube.actor.port.ObjectStore.Listing) found.value();
              assertThat(listing.items())
                  .extracting(item -> item.metadata().name())
                  .containsExactly("a", "b");
              assertThat(listing.revision())
                  .isGreaterThanOrEqualTo(last.metadata().resourceVersion());
            });
  }

  private static List<Change> next(BlockingQueue<List<Change>> seen) throws InterruptedException {
    List<Change> changes = seen.poll(10, TimeUnit.SECONDS);
    assertThat(changes).isNotNull();
    return changes;
  }

  private static Liveness.AliveRecord record(OwnershipPath path) {
    return new Liveness.AliveRecord(path, N1, path.kind(), Uid.NONE, "Running", NOW);
  }

  private static Incarnation held(Liveness.Claim claim) {
    assertThat(claim).isInstanceOf(Liveness.Claim.Held.class);
    return ((Liveness.Claim.Held) claim).incarnation();
  }

  private long revisionOf(String key) {
    return session.get(key).answer().orElseThrow().map(entry -> entry.modRevision()).orElse(-1L);
  }

  private static ConfigMap config(String name, String value) {
    return new ConfigMap(
        ObjectMeta.named("default", name), Map.of("k", value), Map.of(), Optional.empty());
  }

  private static Pod pod(String name) {
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
            Optional.of(N1),
            Map.of(),
            Optional.empty(),
            List.of(),
            false,
            false,
            "",
            PodSpec.PodSecurityContext.NONE),
        PodStatus.PENDING);
  }

  private KubeObject read(ObjectKey key) {
    assertThat(store.get(key)).isInstanceOf(Read.Found.class);
    return ((Read.Found<KubeObject>) store.get(key)).value();
  }

  private static KubeObject accepted(Write write) {
    assertThat(write).isInstanceOf(Write.Accepted.class);
    return ((Write.Accepted) write).object();
  }
}
