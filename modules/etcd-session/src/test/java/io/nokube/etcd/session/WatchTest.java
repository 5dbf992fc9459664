package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Span SPAN = Span.prefix("/w/");

  private EtcdProcess etcd;
  private EtcdSession session;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

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
  void beginsWithWhatIsThereAndGoesOnWithWhatChanges() {
    put("a", "1");
    session.watch(SPAN, deliveries::add);
    Eventually.soon("the snapshot", () -> !deliveries.isEmpty());
    put("b", "2");
    session.commit(Txn.of(Write.delete("/w/a")));
    session.commit(Txn.of(Write.put("/elsewhere", "x")));
    Eventually.soon("both changes", () -> changes().size() == 2);
    assertThat(((Delivery.Resync) deliveries.getFirst()).entries())
        .extracting(KeyValue::text)
        .containsExactly("1");
    assertThat(changes()).extracting(Change::key).containsExactly("/w/b", "/w/a");
    assertThat(view()).containsOnlyKeys("/w/b");
  }

  @Test
  void fromARevisionItDeliversTheChangesSinceWithWhatWasBefore() {
    var first = put("a", "1");
    put("a", "2");
    session.watchWithPrevious(SPAN, first + 1, deliveries::add);
    Eventually.soon("the change", () -> changes().size() == 1);
    var put = (Change.Put) changes().getFirst();
    assertThat(put.now().text()).isEqualTo("2");
    assertThat(put.before().orElseThrow().text()).isEqualTo("1");
  }

  @Test
  void missesNothingAndRepeatsNothingThroughKillAndRestart() {
    var from = put("n", "start") + 1;
    session.watch(SPAN, from, deliveries::add);
    var written = 0;
    for (var round = 0; round < 3; round++) {
      for (var i = 0; i < 50; i++) {
        put("n", Integer.toString(written++));
      }
      etcd.kill();
      etcd.start();
      // Written by someone else before this session is back.
      etcd.etcdctl("put", "/w/n", Integer.toString(written++));
      assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
    }
    var all = written;
    Eventually.soon("everything", () -> changes().size() >= all);
    assertThat(changes())
        .extracting(change -> ((Change.Put) change).now().text())
        .isEqualTo(IntStream.range(0, all).mapToObj(Integer::toString).toList());
    assertThat(changes())
        .extracting(Change::revision)
        .isEqualTo(LongStream.range(from, from + all).boxed().toList());
  }

  @Test
  void readsAllAnewWhenTheChangesInBetweenWereCompacted() {
    put("kept", "1");
    put("deleted", "1");
    session.watch(SPAN, deliveries::add);
    Eventually.soon("the snapshot", () -> !deliveries.isEmpty());
    etcd.stop();
    Eventually.soon("the loss", () -> session.contact() instanceof Contact.Lost);
    etcd.start();
    etcd.etcdctl("del", "/w/deleted");
    etcd.etcdctl("put", "/w/new", "1");
    var revision =
        etcd.etcdctl("get", "/w/new", "-w", "json").replaceAll(".*\"revision\":(\\d+).*", "$1");
    etcd.etcdctl("compaction", revision.strip());
    Eventually.soon("the new key", () -> view().containsKey("/w/new"));
    assertThat(view()).containsOnlyKeys("/w/kept", "/w/new");
  }

  @Test
  void aSlowReceiverGetsEverythingInOrder() {
    var gate = new CompletableFuture<Void>();
    session.watch(
        SPAN,
        delivery -> {
          gate.orTimeout(10, TimeUnit.SECONDS).join();
          deliveries.add(delivery);
        });
    IntStream.range(0, 500).forEach(i -> put("s", Integer.toString(i)));
    gate.complete(null);
    Eventually.soon("the last", () -> "499".equals(view().get("/w/s")));
    assertThat(deliveries).isSortedAccordingTo((a, b) -> Long.compare(a.revision(), b.revision()));
  }

  @Test
  void aReceiverThatFailedGetsASnapshotNext() {
    getsASnapshotAfter(() -> {
      throw new IllegalStateException("this receiver fails once, as the test wants it");
    });
  }

  @Test
  void soDoesOneThatFailedWithAnError() {
    getsASnapshotAfter(() -> {
      throw new NoClassDefFoundError("this receiver fails once, as the test wants it");
    });
  }

  private void getsASnapshotAfter(Runnable failure) {
    session.watch(
        SPAN,
        delivery -> {
          deliveries.add(delivery);
          if (deliveries.size() == 2) {
            failure.run();
          }
        });
    Eventually.soon("the snapshot", () -> deliveries.size() == 1);
    put("a", "1");
    Eventually.soon("another snapshot", () -> deliveries.size() == 3);
    assertThat(((Delivery.Resync) deliveries.getLast()).entries()).hasSize(1);
  }

  @Test
  void tenThousandKeysOfALeaseThatEndsArriveAsDeletions() {
    var lease = session.currentLease().orElseThrow();
    try (var batcher = session.batcher()) {
      var outcomes =
          IntStream.range(0, 10_000)
              .mapToObj(i -> batcher.put(Write.put("/w/" + i, "", lease)))
              .toList();
      outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Outcome.Committed.class));
    }
    session.watch(SPAN, deliveries::add);
    Eventually.soon("the snapshot", () -> view().size() == 10_000);
    etcd.etcdctl("lease", "revoke", lease.toString());
    Eventually.soon("all deletions", () -> changes().size() == 10_000);
    assertThat(view()).isEmpty();
  }

  @Test
  void afterCloseNothingIsDelivered() {
    var watch = session.watch(SPAN, deliveries::add);
    Eventually.soon("the snapshot", () -> deliveries.size() == 1);
    watch.close();
    var later = new CopyOnWriteArrayList<Delivery>();
    session.watch(SPAN, later::add);
    put("a", "1");
    Eventually.soon("another watch has it", () -> later.stream().anyMatch(d -> d.revision() > 1));
    assertThat(deliveries).hasSize(1);
  }

  private long put(String name, String value) {
    return ((Outcome.Committed) session.commit(Txn.of(Write.put("/w/" + name, value)))).revision();
  }

  private List<Change> changes() {
    return deliveries.stream()
        .filter(Delivery.Changes.class::isInstance)
        .flatMap(delivery -> ((Delivery.Changes) delivery).changes().stream())
        .toList();
  }

  private SortedMap<String, String> view() {
    var view = new TreeMap<String, String>();
    for (var delivery : deliveries) {
      switch (delivery) {
        case Delivery.Resync(var entries, var _) -> {
          view.clear();
          entries.forEach(entry -> view.put(entry.key(), entry.text()));
        }
        case Delivery.Changes(var changes, var _) ->
            changes.forEach(change -> {
              switch (change) {
                case Change.Put put -> view.put(put.key(), put.now().text());
                case Change.Delete gone -> view.remove(gone.key());
              }
            });
      }
    }
    return view;
  }
}
