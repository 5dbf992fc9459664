package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.nokube.etcd.process.EtcdProcess;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadAndWriteTest {

  private static EtcdProcess etcd;
  private static EtcdSession session;

  @BeforeAll
  static void open() {
    etcd = EtcdProcess.started();
    session = Sessions.to(etcd);
  }

  @AfterAll
  static void close() {
    session.close();
    etcd.close();
  }

  @Test
  void whatWasWrittenIsRead() {
    var revision = committed(session.commit(Txn.of(Write.put("/rw/a", "1"))));
    var seen = session.get("/rw/a").answer().orElseThrow().orElseThrow();
    assertThat(seen.text()).isEqualTo("1");
    assertThat(seen.modRevision()).isEqualTo(revision);
    assertThat(session.get("/rw/none").answer().orElseThrow()).isEmpty();
  }

  @Test
  void createIfAbsentHasOneWinnerAndShowsItToTheOthers() {
    var create = Txn.onlyIf(new Compare.Absent("/rw/c")).then(Write.put("/rw/c", "first"));
    committed(session.commit(create));
    var lost = (Outcome.CompareFailed) session.commit(create);
    assertThat(lost.current("/rw/c").orElseThrow().text()).isEqualTo("first");
  }

  @Test
  void aWriteBasedOnAnOldRevisionFailsAndShowsTheNewOne() {
    var old = committed(session.commit(Txn.of(Write.put("/rw/d", "1"))));
    committed(session.commit(Txn.of(Write.put("/rw/d", "2"))));
    var update = Txn.onlyIf(new Compare.Unchanged("/rw/d", old)).then(Write.put("/rw/d", "mine"));
    var failed = (Outcome.CompareFailed) session.commit(update);
    assertThat(failed.current("/rw/d").orElseThrow().text()).isEqualTo("2");
  }

  @Test
  void anIncarnationEndsWithItsDeletion() {
    var created = committed(session.commit(Txn.of(Write.put("/rw/e", "1"))));
    committed(session.commit(Txn.of(Write.put("/rw/e", "2"))));
    var same = Txn.onlyIf(new Compare.SameIncarnation("/rw/e", created));
    committed(session.commit(same.then(Write.put("/rw/e", "3"))));
    committed(session.commit(Txn.of(Write.delete("/rw/e"))));
    committed(session.commit(Txn.of(Write.put("/rw/e", "4"))));
    assertThat(session.commit(same.then(Write.put("/rw/e", "5"))))
        .isInstanceOf(Outcome.CompareFailed.class);
  }

  @Test
  void renewalsAreRehearsedBesideTheUsualOnes() throws InterruptedException {
    assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
    var lease = session.currentLease();
    assertThat(session.rehearse(300, Duration.ofMillis(1))).isEqualTo(300);
    assertThat(session.currentLease()).isEqualTo(lease);
    assertThat(session.leaseSurelyLasts().orElseThrow())
        .isGreaterThan(session.settings().leaseTtl().minusSeconds(1));
  }

  @Test
  void aListLargerThanAPageIsOfOneRevision() {
    IntStream.range(0, 25)
        .forEach(block ->
            committed(
                session.commit(
                    new Txn(
                        List.of(),
                        IntStream.range(0, 100)
                            .<Write>mapToObj(
                                i -> Write.put("/rw/list/%04d".formatted(block * 100 + i), ""))
                            .toList()))));
    var all = session.list(Span.prefix("/rw/list/")).answer().orElseThrow();
    assertThat(all).hasSize(2500).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
    assertThat(session.count(Span.prefix("/rw/list/")).answer()).contains(2500L);
  }

  @Test
  void aCompactedRevisionIsToldApartFromAnOutage() {
    var old = committed(session.commit(Txn.of(Write.put("/rw/f", "1"))));
    var now = committed(session.commit(Txn.of(Write.put("/rw/f", "2"))));
    etcd.etcdctl("compaction", Long.toString(now));
    assertThat(session.page(Span.key("/rw/f"), 1, OptionalLong.of(old)))
        .isInstanceOf(Reading.Compacted.class);
  }

  @Test
  void etcdIsCompactedAndTellsOfItsDatabase() {
    committed(session.commit(Txn.of(Write.put("/rw/j", "1"))));
    var now = committed(session.commit(Txn.of(Write.put("/rw/j", "2"))));
    assertThat(session.compact(now).answer()).contains(now);
    assertThat(session.compact(now).answer()).as("once more").contains(now);
    assertThat(session.page(Span.key("/rw/j"), 1, OptionalLong.of(now - 1)))
        .isInstanceOf(Reading.Compacted.class);
    var storage = session.storage().answer().orElseThrow();
    assertThat(storage.bytes()).isGreaterThanOrEqualTo(storage.bytesInUse()).isPositive();
    assertThat(storage.errors()).isEmpty();
  }

  @Test
  void aLeaseSaysHowLongAgoItWasRenewed() {
    var lease = session.currentLease().orElseThrow();
    assertThat(session.sinceRenewed(lease).answer().orElseThrow())
        .isBetween(Duration.ZERO, Duration.ofSeconds(2));
  }

  @Test
  void aKeyOnALeaseThatNobodyRenewsEndsByItself() {
    var lease = session.grant(Duration.ofSeconds(1)).answer().orElseThrow();
    committed(session.commit(Txn.of(Write.put("/rw/l", "1", lease))));
    Eventually.soon("it ended", () -> session.get("/rw/l").answer().orElseThrow().isEmpty());
  }

  @Test
  void aWriteOnALeaseThatEndedIsRefused() {
    var outcome = session.commit(Txn.of(Write.put("/rw/g", "1", new LeaseId(4711))));
    assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Outcome.Reason.LEASE_GONE);
  }

  @Test
  void aWriteLargerThanEtcdTakesIsRefusedAndContactStays() {
    for (var megabytes : List.of(2, 5)) {
      var large = new byte[megabytes * 1024 * 1024];
      Arrays.fill(large, (byte) 'x');
      var outcome = session.commit(Txn.of(Write.put("/rw/h", ByteSequence.from(large))));
      assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Outcome.Reason.TOO_LARGE);
    }
    assertThat(session.contact()).isInstanceOf(Contact.Unbroken.class);
  }

  @Test
  void aTransactionThatTouchesAKeyTwiceIsRefused() {
    var outcome = session.commit(Txn.of(Write.put("/rw/i", "1"), Write.put("/rw/i", "2")));
    assertThat(((Outcome.Refused) outcome).reason()).isEqualTo(Outcome.Reason.INVALID);
  }

  @Test
  void manyIndependentWritesBecomeFewTransactions() {
    var before = revision();
    try (var batcher = session.batcher()) {
      var outcomes =
          IntStream.range(0, 2000)
              .mapToObj(i -> batcher.put(Write.put("/rw/batch/" + i, "x")))
              .toList();
      outcomes.forEach(outcome -> committed(outcome.join()));
    }
    assertThat(session.count(Span.prefix("/rw/batch/")).answer()).contains(2000L);
    assertThat(revision() - before).isLessThan(400);
  }

  @Test
  void aBatchKeepsTheOrderOfAKeysWritesAndAFaultyOneFailsAlone() {
    try (var batcher = session.batcher()) {
      var wrong = batcher.put(Write.put("/rw/k/wrong", "x", new LeaseId(4711)));
      var outcomes =
          IntStream.range(0, 300)
              .mapToObj(i -> batcher.put(Write.put("/rw/k/" + i % 3, Integer.toString(i))))
              .toList();
      outcomes.forEach(outcome -> committed(outcome.join()));
      assertThat(wrong.join()).isInstanceOf(Outcome.Refused.class);
      committed(batcher.delete("/rw/k/0").join());
    }
    assertThat(session.list(Span.prefix("/rw/k/")).answer().orElseThrow())
        .extracting(KeyValue::text)
        .containsExactly("298", "299");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    var endpoint = List.of(etcd.endpoint());
    var second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new EtcdSettings(List.of(), second, second, second, second))
        .hasMessageContaining("endpoint");
    assertThatThrownBy(() -> new EtcdSettings(endpoint, second, second, second, second))
        .hasMessageContaining("lease TTL");
    assertThatThrownBy(() ->
            new EtcdSettings(
                endpoint, Duration.ofSeconds(2), second.multipliedBy(2), second, second))
        .hasMessageContaining("at most half");
  }

  private static long revision() {
    return ((Reading.Answer<Long>) session.count(Span.key("/"))).revision();
  }

  private static long committed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed) outcome).revision();
  }
}
