package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.N1;
import static io.nokube.etcd.TestCluster.eventually;
import static io.nokube.etcd.TestCluster.held;
import static io.nokube.etcd.TestCluster.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Liveness.AliveRecord;
import io.nokube.actor.port.Liveness.Claim;
import io.nokube.actor.port.Liveness.RecordWatcher;
import io.nokube.actor.port.Liveness.Seen;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.Read;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.Delivery;
import io.nokube.etcd.session.KeyValue;
import io.nokube.etcd.session.Span;
import io.nokube.model.NodeName;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EtcdLivenessTest {
  private static final Executor VIRTUAL = work -> Thread.ofVirtual().start(work);
  private static final NodeName N2 = new NodeName("n2");
  private EtcdProcess etcd;
  private TestCluster here;
  private TestCluster there;

  @BeforeEach
  void twoProcesses() {
    etcd = EtcdProcess.started();
    here = TestCluster.on(TestCluster.session(etcd));
    there = TestCluster.seenBy(TestCluster.session(etcd), here.keys());
  }

  @AfterEach
  void end() {
    here.session().abandon();
    there.session().abandon();
    etcd.close();
  }

  @Test
  void manyThatStartAtOnceAllHoldTheirPathsInFewTransactions() {
    long before = revision();
    List<Claim> claims = atOnce(300, i -> here.liveness().claim(record(pod(i), N1)));

    assertThat(claims).allMatch(Claim.Held.class::isInstance);
    assertThat(listed("")).hasSize(300);
    assertThat(revision() - before).as("transactions").isLessThan(30);
  }

  @Test
  void ofManyClaimsOnlyTheTakenOnesFail() {
    for (int i = 0; i < 40; i += 4) {
      held(there.liveness().claim(record(pod(i), N2)));
    }

    List<Claim> claims = atOnce(40, i -> here.liveness().claim(record(pod(i), N1)));

    for (int i = 0; i < 40; i++) {
      if (i % 4 == 0) {
        assertThat(claims.get(i))
            .isInstanceOfSatisfying(
                Claim.Taken.class, taken -> assertThat(taken.by().record().node()).isEqualTo(N2));
      } else {
        assertThat(claims.get(i)).isInstanceOf(Claim.Held.class);
      }
    }
  }

  @Test
  void ofManyWhoClaimOnePathOneHoldsIt() {
    List<Claim> claims =
        atOnce(
            20,
            i ->
                (i % 2 == 0 ? here : there)
                    .liveness()
                    .claim(record(OwnershipPath.KUBECONTROLLER, new NodeName("n" + i))));

    assertThat(claims.stream().filter(Claim.Held.class::isInstance)).hasSize(1);
    assertThat(claims.stream().filter(Claim.Taken.class::isInstance)).hasSize(19);
  }

  @Test
  void aClaimWhoseAnswerWasLostIsHeldWhenItIsAskedForAgain() {
    Incarnation first = held(here.liveness().claim(record(pod(1), N1)));

    assertThat(held(here.liveness().claim(record(pod(1), N1)))).isEqualTo(first);
  }

  @Test
  void onlyTheIncarnationThatHoldsItReleasesIt() {
    Incarnation first = held(here.liveness().claim(record(pod(1), N1)));
    here.liveness().release(pod(1), new Incarnation(first.number() - 1));
    assertThat(here.liveness().read(pod(1))).isInstanceOf(Read.Found.class);

    here.liveness().release(pod(1), first);
    assertThat(there.liveness().read(pod(1))).isInstanceOf(Read.Absent.class);
  }

  @Test
  void aPathIsNotItsNeighbours() {
    held(here.liveness().claim(record(OwnershipPath.agent(N1), N1)));
    held(here.liveness().claim(record(OwnershipPath.agent(new NodeName("n10")), N1)));
    Queue<String> seen = new ConcurrentLinkedQueue<>();

    assertThat(listed("agent-n1")).containsExactly("agent-n1");
    assertThat(listed("")).containsExactly("agent-n1", "agent-n10");
    try (Subscription watch = there.liveness().watch("agent-n1", telling(seen))) {
      eventually("the first sight", () -> !seen.isEmpty());
      assertThat(seen).containsExactly("+agent-n1");
    }
  }

  @Test
  void heartbeatsAreYoungWhileTheProcessLives() {
    held(here.liveness().claim(record(pod(1), N1)));

    assertThat(((Read.Found<Seen>) there.liveness().read(pod(1))).value().heartbeatAge())
        .isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aRestartedAgentTakesOverAtOnce() {
    OwnershipPath agent = OwnershipPath.agent(N1);
    held(here.liveness().claim(record(agent, N1)));
    held(here.liveness().claim(record(pod(1), N1)));
    here.session().abandon();

    assertThat(there.liveness().revokePredecessor(N1)).isTrue();

    held(there.liveness().claim(record(agent, N1)));
    held(there.liveness().claim(record(pod(1), N1)));
    assertThat(there.liveness().revokePredecessor(N1)).as("not its own lease").isTrue();
    assertThat(there.liveness().read(agent)).isInstanceOf(Read.Found.class);
  }

  @Test
  void aLostLeaseIsToldOnceAndThePathsCanBeClaimedAnew() {
    AtomicInteger lost = new AtomicInteger();
    here.liveness().onLeaseLost(lost::incrementAndGet);
    Incarnation before = held(here.liveness().claim(record(pod(1), N1)));
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (Subscription watch = there.liveness().watch("kubecontroller", telling(seen))) {
      eventually("it appeared", () -> seen.contains("+" + pod(1)));

      assertThat(there.session().revoke(here.session().currentLease().orElseThrow())).isTrue();

      eventually("it went", () -> seen.contains("-" + pod(1)));
      eventually("its process knows", () -> lost.get() == 1);
      eventually("a new lease", () -> here.session().currentLease().isPresent());
      assertThat(held(here.liveness().claim(record(pod(1), N1)))).isGreaterThan(before);
      assertThat(lost).hasValue(1);
    }
  }

  @Test
  void whatWentWhileHistoryWasLostIsToldAsGone() {
    held(here.liveness().claim(record(pod(1), N1)));
    held(here.liveness().claim(record(pod(2), N1)));
    List<KeyValue> both = alive();
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Appearances appearances =
        new Appearances(
            telling(seen),
            key -> true,
            key -> new OwnershipPath(key.substring(here.keys().alive().length())),
            entry ->
                new Seen(
                    Json.read(entry.value().getBytes(), AliveRecord.class),
                    new Incarnation(entry.createRevision()),
                    Duration.ZERO));
    appearances.receive(new Delivery.Resync(both, 1));
    seen.clear();

    appearances.receive(new Delivery.Resync(both.subList(1, 2), 2));

    assertThat(seen).containsExactly("-" + pod(1), "+" + pod(2));
  }

  private List<KeyValue> alive() {
    return here.session().list(Span.prefix(here.keys().alive())).answer().orElseThrow();
  }

  @Test
  void withoutEtcdNothingIsClaimedAndContactIsNone() {
    eventually("contact", () -> here.liveness().contact().toMillis() > 100);
    etcd.stop();

    eventually("contact is lost", () -> here.liveness().contact().isZero());
    assertThat(here.liveness().claim(record(pod(1), N1))).isInstanceOf(Claim.Unavailable.class);
    assertThat(here.liveness().read(pod(1))).isInstanceOf(Read.Unavailable.class);
    assertThat(here.liveness().list("")).isInstanceOf(Read.Unavailable.class);
    assertThat(here.liveness().settling()).isEqualTo(Duration.ofSeconds(7));
  }

  private static RecordWatcher telling(Queue<String> seen) {
    return new RecordWatcher() {
      @Override
      public void appeared(Seen one) {
        seen.add("+" + one.record().path());
      }

      @Override
      public void went(OwnershipPath path) {
        seen.add("-" + path);
      }
    };
  }

  private List<String> listed(String prefix) {
    return ((Read.Found<List<Seen>>) there.liveness().list(prefix))
        .value().stream().map(seen -> seen.record().path().text()).toList();
  }

  private long revision() {
    return there.liveness().list("") instanceof Read.Found<List<Seen>>(var all, Revision at)
        ? at.number()
        : -1;
  }

  private static OwnershipPath pod(int number) {
    return OwnershipPath.top("default", "pod", "p" + number);
  }

  private interface Claiming {
    Claim claim(int number);
  }

  private static List<Claim> atOnce(int many, Claiming claiming) {
    List<CompletableFuture<Claim>> claims =
        IntStream.range(0, many)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> claiming.claim(i), VIRTUAL))
            .toList();
    return claims.stream().map(CompletableFuture::join).toList();
  }
}
