package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {

  private EtcdProcess etcd;
  private EtcdSession session;

  @BeforeEach
  void open() {
    etcd = EtcdProcess.started();
    session = Sessions.to(etcd);
  }

  @AfterEach
  void close() {
    session.close();
    etcd.close();
  }

  @Test
  void aShortOutageKeepsTheLeaseAndStartsContactAnew() {
    var lease = session.currentLease().orElseThrow();
    var hung = Write.put("/o/alive", "1", lease);
    assertThat(session.commit(Txn.of(hung))).isInstanceOf(Outcome.Committed.class);
    Eventually.soon("two seconds of contact", () -> session.contactFor(Duration.ofSeconds(2)));

    etcd.kill();
    Eventually.soon("the loss", () -> session.contact() instanceof Contact.Lost);
    outlast(Duration.ofSeconds(3));
    etcd.start();

    assertThat(session.awaitContact(Duration.ofSeconds(3))).isTrue();
    assertThat(session.contactFor(Duration.ofSeconds(2))).isFalse();
    assertThat(session.absenceIsKnown()).isFalse();
    assertThat(session.currentLease()).contains(lease);
    assertThat(session.get("/o/alive").answer().orElseThrow()).isPresent();
    Eventually.soon("absence is known again", session::absenceIsKnown);
  }

  @Test
  void aLongOutageIsOverWithinTwoSecondsOfEtcdsReturn() {
    etcd.kill();
    outlast(Duration.ofSeconds(15));
    etcd.start();
    assertThat(session.awaitContact(Duration.ofSeconds(2))).isTrue();
    assertThat(session.commit(Txn.of(Write.put("/o/back", "1"))))
        .isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void writesAndReadsDuringAnOutageAreRefusedAtOnceAndNeverDeliveredLate() {
    etcd.stop();
    Eventually.soon("the loss", () -> session.contact() instanceof Contact.Lost);
    var outcomes =
        IntStream.range(0, 50)
            .mapToObj(i -> session.commit(Txn.of(Write.put("/o/late/" + i, "1"))))
            .toList();
    assertThat(outcomes)
        .allSatisfy(outcome ->
            assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Outcome.Reason.UNREACHABLE));
    assertThat(session.get("/o/late/1")).isInstanceOf(Reading.Unavailable.class);
    etcd.start();
    assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
    outlast(Duration.ofSeconds(2));
    assertThat(session.count(Span.prefix("/o/late/")).answer()).contains(0L);
  }

  /// Writers go on through kill -9; afterwards each outcome must tell the truth.
  @Test
  void whatWasCommittedIsThereAndWhatWasRefusedIsNot() {
    var outcomes = new CopyOnWriteArrayList<java.util.Map.Entry<String, Outcome>>();
    var writers =
        IntStream.range(0, 8)
            .mapToObj(writer ->
                CompletableFuture.runAsync(
                    () -> {
                      for (var i = 0; i < 200; i++) {
                        var key = "/o/w/" + writer + "-" + i;
                        outcomes.add(
                            java.util.Map.entry(key, session.commit(Txn.of(Write.put(key, "1")))));
                      }
                    },
                    writing -> Thread.ofVirtual().start(writing)))
            .toList();
    Eventually.soon("writing", () -> outcomes.size() > 100);
    etcd.kill();
    writers.forEach(writer -> writer.orTimeout(20, TimeUnit.SECONDS).join());
    etcd.start();
    assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
    var there =
        session.list(Span.prefix("/o/w/")).answer().orElseThrow().stream()
            .map(KeyValue::key)
            .toList();
    outcomes.forEach(outcome -> {
      switch (outcome.getValue()) {
        case Outcome.Committed _ -> assertThat(there).contains(outcome.getKey());
        case Outcome.Refused _ -> assertThat(there).doesNotContain(outcome.getKey());
        case Outcome.Unknown _ -> assertThat(outcome.getKey()).isNotEmpty();
        case Outcome.CompareFailed failed -> throw new AssertionError(failed);
      }
    });
    assertThat(outcomes).hasSize(1600);
    assertThat(outcomes)
        .extracting(entry -> entry.getValue().getClass().getSimpleName())
        .contains("Committed", "Refused");
  }

  @Test
  void aFrozenEtcdIsAnOutageAndAWriteInFlightIsUnknown() {
    etcd.pause();
    var outcome = session.commit(Txn.of(Write.put("/o/frozen", "1")));
    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(session.contact()).isInstanceOf(Contact.Lost.class);
    assertThat(session.commit(Txn.of(Write.put("/o/frozen2", "1"))))
        .isInstanceOf(Outcome.Refused.class);
    etcd.resume();
    assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
    Eventually.soon("reading again", () -> session.get("/o/frozen2").answer().isPresent());
    assertThat(session.get("/o/frozen2").answer()).contains(Optional.empty());
  }

  @Test
  void aLeaseThatEndedIsReplacedAndItsOwnersAreTold() {
    var events = new CopyOnWriteArrayList<LeaseEvent>();
    session.onLease(events::add);
    var first = session.currentLease().orElseThrow();
    etcd.etcdctl("lease", "revoke", first.toString());
    Eventually.soon("loss and grant", () -> events.size() == 3);
    var second = session.currentLease().orElseThrow();
    assertThat(second).isNotEqualTo(first);
    assertThat(events)
        .isEqualTo(
            List.of(
                new LeaseEvent.Granted(first),
                new LeaseEvent.Lost(first),
                new LeaseEvent.Granted(second)));
  }

  @Test
  void aListenerThatBlocksOrFailsDelaysNoRenewal() {
    var gate = new CompletableFuture<Void>();
    session.onLease(_ -> gate.orTimeout(8, TimeUnit.SECONDS).join());
    var lease = session.currentLease().orElseThrow();
    outlast(Duration.ofSeconds(6));
    gate.complete(null);
    assertThat(session.currentLease()).contains(lease);
    assertThat(session.leaseSurelyLasts().orElseThrow()).isPositive();
    assertThat(etcd.etcdctl("lease", "timetolive", lease.toString())).contains("remaining");
  }

  @Test
  void closingRevokesTheLeaseAndAbandoningDoesNot() {
    var other = Sessions.to(etcd);
    var left = Sessions.to(etcd);
    other.commit(Txn.of(Write.put("/o/closed", "1", other.currentLease().orElseThrow())));
    left.commit(Txn.of(Write.put("/o/left", "1", left.currentLease().orElseThrow())));
    var leftLease = left.currentLease().orElseThrow();
    other.close();
    left.abandon();
    assertThat(session.get("/o/closed").answer().orElseThrow()).isEmpty();
    assertThat(session.get("/o/left").answer().orElseThrow()).isPresent();
    assertThat(session.revoke(leftLease)).isTrue();
    assertThat(session.get("/o/left").answer().orElseThrow()).isEmpty();
    assertThat(other.get("/o/left")).isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void aSessionOpenedBeforeEtcdRunsFindsItLater() {
    etcd.stop();
    try (var early = EtcdSession.open(Sessions.settings(etcd))) {
      assertThat(early.awaitContact(Duration.ofMillis(1500))).isFalse();
      assertThat(early.currentLease()).isEmpty();
      etcd.start();
      assertThat(early.awaitContact(Duration.ofSeconds(3))).isTrue();
      assertThat(early.currentLease()).isPresent();
    }
  }

  private static void outlast(Duration duration) {
    var end = System.nanoTime() + duration.toNanos();
    Eventually.within(duration.plusSeconds(1), "time", () -> System.nanoTime() - end >= 0);
  }
}
