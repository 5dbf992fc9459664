package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.N1;
import static io.nokube.etcd.TestCluster.USER;
import static io.nokube.etcd.TestCluster.accepted;
import static io.nokube.etcd.TestCluster.boundPod;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.event;
import static io.nokube.etcd.TestCluster.held;
import static io.nokube.etcd.TestCluster.namespace;
import static io.nokube.etcd.TestCluster.pod;
import static io.nokube.etcd.TestCluster.record;
import static io.nokube.etcd.TestCluster.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.KeyValue;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.core.Namespace;
import io.nokube.model.core.Pod;
import io.nokube.model.meta.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectRulesTest {
  private static final Executor VIRTUAL = work -> Thread.ofVirtual().start(work);
  private static EtcdProcess etcd;
  private static EtcdSession session;
  private TestCluster cluster;

  @BeforeAll
  static void begin() {
    etcd = EtcdProcess.started();
    session = TestCluster.session(etcd);
  }

  @AfterAll
  static void end() {
    session.close();
    etcd.close();
  }

  @BeforeEach
  void anEmptyCluster() {
    cluster = TestCluster.on(session);
  }

  @Test
  void generatedNamesAreKubernetesAndDiffer() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ConfigMap named = config("unused", "1");
      ObjectMeta meta = named.metadata();
      KubeObject made =
          accepted(
              cluster
                  .store()
                  .create(
                      named.withMetadata(
                          new ObjectMeta(
                              "",
                              "web-",
                              meta.namespace(),
                              Uid.NONE,
                              meta.resourceVersion(),
                              0,
                              Optional.empty(),
                              Optional.empty(),
                              Optional.empty(),
                              Map.of(),
                              Map.of(),
                              List.of(),
                              List.of())),
                      USER));
      names.add(made.metadata().name());
    }

    assertThat(names).hasSize(20).allMatch(name -> name.matches("web-[b-z2-9]{5}"));
  }

  @Test
  void aNewObjectCannotClaimToBeOldOrEnding() {
    ConfigMap lying = config("a", "1");
    KubeObject made =
        accepted(
            cluster
                .store()
                .create(
                    lying.withMetadata(
                        lying
                            .metadata()
                            .withUid(new Uid("mine"))
                            .withGeneration(7)
                            .withDeletionTimestamp(TestCluster.NOW)),
                    USER));

    assertThat(made.metadata().uid()).isNotEqualTo(new Uid("mine"));
    assertThat(made.metadata().generation()).isEqualTo(1);
    assertThat(made.metadata().isDeleting()).isFalse();
  }

  @Test
  void aNamespaceThatEndsTakesNothingNewAndItsSuccessorDoes() {
    Namespace team = (Namespace) accepted(cluster.store().create(namespace("team"), USER));
    accepted(cluster.store().create(config("team", "a", "1"), USER));
    Namespace ending =
        (Namespace) accepted(cluster.store().delete(team.key(), Uid.NONE, Optional.empty(), USER));

    assertThat(ending.status().phase()).isEqualTo("Terminating");
    assertThat(ending.metadata().isDeleting()).isTrue();
    refused(
        cluster.store().create(config("team", "b", "1"), USER),
        Write.Reason.CONFLICT,
        "configmaps \"b\" is forbidden: unable to create new content in namespace team because it"
            + " is being terminated");

    accepted(cluster.store().remove(team.key(), team.metadata().uid(), USER));
    refused(
        cluster.store().create(config("team", "b", "1"), USER),
        Write.Reason.NOT_FOUND,
        "namespaces \"team\" not found");
    accepted(cluster.store().create(namespace("team"), USER));
    accepted(cluster.store().create(config("team", "b", "1"), USER));
  }

  @Test
  void messagesAreKubernetes() {
    KubeObject first = accepted(cluster.store().create(config("a", "1"), USER));
    accepted(cluster.store().update(config("a", "2"), USER));

    refused(
        cluster.store().update(config("a", "3").withMetadata(first.metadata()), USER),
        Write.Reason.CONFLICT,
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
            + " apply your changes to the latest version and try again");
    refused(
        cluster.store().update(config("none", "3"), USER),
        Write.Reason.NOT_FOUND,
        "configmaps \"none\" not found");
    assertThat(cluster.store().delete(first.key(), new Uid("another"), Optional.empty(), USER))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Write.Reason.NOT_FOUND));
  }

  @Test
  void aTooLargeObjectIsRefusedBeforeItIsSent() {
    long before =
        session.count(io.nokube.etcd.session.Span.key("x"))
                instanceof io.nokube.etcd.session.Reading.Answer<Long>(Long count, long at)
            ? at
            : -1;

    assertThat(cluster.store().create(config("big", "x".repeat(1_500_000)), USER))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Write.Reason.TOO_LARGE);
              assertThat(refused.message())
                  .startsWith("configmaps default/big is 15")
                  .endsWith("the store takes 1400000: make it smaller or split it");
            });
    assertThat(session.count(io.nokube.etcd.session.Span.key("x")))
        .isEqualTo(new io.nokube.etcd.session.Reading.Answer<>(0L, before));
  }

  @Test
  void bindingAPodWritesItsBindingInTheSameTransaction() {
    Pod pending = (Pod) accepted(cluster.store().create(pod("p"), USER));
    String binding = cluster.keys().binding(N1, "default", "p");
    assertThat(cluster.revisionOf(binding)).isEqualTo(-1);

    KubeObject bound =
        accepted(cluster.store().update(pending.withSpec(pending.spec().withNodeName(N1)), USER));

    assertThat(cluster.revisionOf(binding)).isEqualTo(bound.metadata().resourceVersion().number());
  }

  @Test
  void aBoundPodThatIsAppliedAgainStaysOnItsNode() {
    KubeObject bound = accepted(cluster.store().create(boundPod("p"), USER));

    KubeObject again = accepted(cluster.store().update(pod("p"), USER));

    assertThat(again).isEqualTo(bound);
  }

  @Test
  void aBoundPodCannotMove() {
    Pod bound = (Pod) accepted(cluster.store().create(boundPod("p"), USER));

    assertThat(
            cluster
                .store()
                .update(bound.withSpec(bound.spec().withNodeName(new NodeName("n2"))), USER))
        .isInstanceOfSatisfying(
            Write.Refused.class,
            refused -> assertThat(refused.message()).contains("stays on the node it is bound to"));
  }

  @Test
  void aBindingIsThePodWithoutItsStatusAndWithItsDeletion() {
    Pod bound = (Pod) accepted(cluster.store().create(boundPod("p"), USER));
    accepted(
        cluster
            .store()
            .updateStatus(
                TestCluster.inPhase(bound, io.nokube.model.core.PodStatus.Phase.RUNNING), USER));
    accepted(cluster.store().delete(bound.key(), Uid.NONE, Optional.empty(), USER));

    KeyValue binding =
        session
            .get(cluster.keys().binding(N1, "default", "p"))
            .answer()
            .orElseThrow()
            .orElseThrow();
    assertThat(binding.text())
        .contains("\"deletionTimestamp\":\"2026-01-02T03:04:35Z\"")
        .contains(bound.metadata().uid().text())
        .doesNotContain("Running")
        .doesNotContain("resourceVersion");
  }

  @Test
  void anObjectWithAFinalizerGoesWhenTheLastOneIsTakenAway() {
    ConfigMap guarded = config("a", "1");
    ObjectMeta meta = guarded.metadata();
    KubeObject made =
        accepted(
            cluster
                .store()
                .create(guarded.withMetadata(withFinalizers(meta, List.of("x/guard"))), USER));

    KubeObject ending =
        accepted(cluster.store().delete(made.key(), Uid.NONE, Optional.empty(), USER));
    assertThat(ending.metadata().isDeleting()).isTrue();
    assertThat(cluster.isThere(made.key())).isTrue();

    accepted(
        cluster
            .store()
            .update(ending.withMetadata(withFinalizers(ending.metadata(), List.of())), USER));
    assertThat(cluster.isThere(made.key())).isFalse();
  }

  @Test
  void eventsOfSomeMinutesHangOnOneLeaseAndOutliveItsLoss() {
    accepted(cluster.store().create(event("one"), USER));
    accepted(cluster.store().create(event("two"), USER));
    KeyValue one = stored("one");

    assertThat(one.lease()).isPresent().isEqualTo(stored("two").lease());
    assertThat(one.lease()).isNotEqualTo(session.currentLease());

    assertThat(session.revoke(one.lease().orElseThrow())).isTrue();
    accepted(cluster.store().create(event("three"), USER));
    assertThat(cluster.isThere(event("one").key())).isFalse();
    assertThat(stored("three").lease()).isPresent().isNotEqualTo(one.lease());
  }

  private KeyValue stored(String event) {
    return session
        .get(cluster.keys().object(event(event).key()))
        .answer()
        .orElseThrow()
        .orElseThrow();
  }

  @Test
  void ofTwoWritersWithTheSameBaseOneWins() {
    KubeObject first = accepted(cluster.store().create(config("a", "0"), USER));
    List<Write> writes =
        inParallel(
            16,
            i -> cluster.store().update(config("a", "w" + i).withMetadata(first.metadata()), USER));

    assertThat(writes.stream().filter(Write.Accepted.class::isInstance)).hasSize(1);
    assertThat(writes.stream().filter(write -> Refusals.is(write, Write.Reason.CONFLICT)))
        .hasSize(15);
  }

  @Test
  void ofTwoCreatorsOneWins() {
    List<Write> writes = inParallel(16, i -> cluster.store().create(config("a", "w" + i), USER));

    assertThat(writes.stream().filter(Write.Accepted.class::isInstance)).hasSize(1);
    assertThat(writes.stream().filter(write -> Refusals.is(write, Write.Reason.ALREADY_EXISTS)))
        .hasSize(15);
  }

  @Test
  void statusAndDeletionOfOneObjectAreBothKept() {
    Pod pod = (Pod) accepted(cluster.store().create(boundPod("p"), USER));
    Pod whoever =
        pod.withMetadata(pod.metadata().withResourceVersion(io.nokube.model.Revision.NONE));
    List<Write> writes =
        inParallel(
            2,
            i ->
                i == 0
                    ? cluster.store().delete(pod.key(), Uid.NONE, Optional.empty(), USER)
                    : cluster
                        .store()
                        .updateStatus(
                            TestCluster.inPhase(
                                whoever, io.nokube.model.core.PodStatus.Phase.RUNNING),
                            USER));

    assertThat(writes).allMatch(Write.Accepted.class::isInstance);
    Pod now = (Pod) cluster.read(pod.key());
    assertThat(now.metadata().isDeleting()).isTrue();
    assertThat(now.status().phase()).isEqualTo(io.nokube.model.core.PodStatus.Phase.RUNNING);
  }

  @Test
  void fortyCreatedAtOnceAreAllThereSoon() {
    List<Write> writes = inParallel(40, i -> cluster.store().create(boundPod("p" + i), USER));

    assertThat(writes).allMatch(Write.Accepted.class::isInstance);
    assertThat(
            ((Read.Found<io.nokube.actor.port.ObjectStore.Listing>)
                    cluster.store().list(io.nokube.model.ResourceType.POD, ""))
                .value()
                .items())
        .hasSize(40);
  }

  @Test
  void whoWasReplacedWritesNothingEvenIfTheSuccessorIsOnThisNode() {
    OwnershipPath path = OwnershipPath.top("default", "deployment", "web");
    Incarnation old = held(cluster.liveness().claim(record(path, N1)));
    cluster.liveness().release(path, old);
    Incarnation now = held(cluster.liveness().claim(record(path, N1)));

    assertThat(now).isGreaterThan(old);
    assertThat(
            Refusals.is(
                cluster.store().create(config("a", "1"), new Fence.Actor(path, old)),
                Write.Reason.FENCED))
        .isTrue();
    accepted(cluster.store().create(config("a", "1"), new Fence.Actor(path, now)));
    assertThat(
            Refusals.is(
                cluster.store().update(config("a", "2"), new Fence.Actor(path, old)),
                Write.Reason.FENCED))
        .isTrue();
    assertThat(
            Refusals.is(
                cluster
                    .store()
                    .remove(config("a", "1").key(), Uid.NONE, new Fence.Actor(path, old)),
                Write.Reason.FENCED))
        .isTrue();
  }

  @Test
  void whatIsStoredIsCanonicalAndHasNoRevisionOfItsOwn() {
    KubeObject made = accepted(cluster.store().create(config("a", "1"), USER));

    String stored =
        session.get(cluster.keys().object(made.key())).answer().orElseThrow().orElseThrow().text();
    assertThat(stored)
        .isEqualTo(
            ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\","
                    + "\"namespace\":\"default\",\"uid\":\"%s\",\"generation\":1,"
                    + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\"},\"data\":{\"k\":\"1\"}}")
                .formatted(made.metadata().uid()));
    assertThat(stored.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }

  private interface Writing {
    Write write(int number);
  }

  private static List<Write> inParallel(int writers, Writing writing) {
    List<CompletableFuture<Write>> writes =
        IntStream.range(0, writers)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> writing.write(i), VIRTUAL))
            .toList();
    return writes.stream().map(CompletableFuture::join).toList();
  }

  private static ObjectMeta withFinalizers(ObjectMeta meta, List<String> finalizers) {
    return new ObjectMeta(
        meta.name(),
        meta.generateName(),
        meta.namespace(),
        meta.uid(),
        meta.resourceVersion(),
        meta.generation(),
        meta.creationTimestamp(),
        meta.deletionTimestamp(),
        meta.deletionGracePeriodSeconds(),
        meta.labels(),
        meta.annotations(),
        meta.ownerReferences(),
        finalizers);
  }
}
