package io.nokube.etcd.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that was set back to an older backup is neither believed nor written to.
class SetBackTest {

  private static final String EPOCH = "/s/epoch";

  @TempDir private Path folder;
  private EtcdProcess etcd;
  private EtcdSession session;
  private Path backup;
  private final List<Course> told = new CopyOnWriteArrayList<>();

  /// Backed up with `/s/old`; `/s/new` came later.
  @BeforeEach
  void open() {
    etcd = EtcdProcess.started();
    session = session(Optional.empty());
    assertThat(session.awaitContact(Duration.ofSeconds(10))).isTrue();
    session.onCourse(told::add);
    put("/s/old");
    backup = folder.resolve("backup");
    etcd.backUp(backup);
    for (var i = 0; i < 20; i++) {
      put("/s/new");
    }
  }

  @AfterEach
  void close() {
    session.close();
    etcd.close();
  }

  @Test
  void thereIsNoContactWithItAndNothingIsWritten() {
    etcd.setBack(backup);
    awaitRefusal();
    var before = revision();

    assertThat(session.get("/s/new")).isInstanceOf(Reading.Unavailable.class);
    assertThat(session.commit(Txn.of(Write.put("/s/mine", "1"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.why()).contains("set back", "at revision", "and was at"));
    assertThat(session.awaitContact(Duration.ofSeconds(4))).isFalse();
    assertThat(revision()).isEqualTo(before);
    assertThat(told).hasSize(1).first().isInstanceOf(Course.SetBack.class);
    assertThat(session.mark().orElseThrow().refused()).isTrue();
  }

  @Test
  void aWatchHearsOfNothing() {
    var deliveries = new CopyOnWriteArrayList<Delivery>();
    session.watch(Span.prefix("/s/"), deliveries::add);
    Eventually.soon("the snapshot", () -> !deliveries.isEmpty());
    var heard = List.copyOf(deliveries);

    etcd.setBack(backup);
    awaitRefusal();
    etcd.etcdctl("put", "/s/old", "2");

    assertThat(session.awaitContact(Duration.ofSeconds(3))).isFalse();
    assertThat(deliveries).isEqualTo(heard);
  }

  /// Nobody watches, and the next renewal is far: the first to come across it is a write.
  @Test
  void aWriteThatComesFirstIsNotCarriedOut() {
    try (var quiet = slow()) {
      assertThat(quiet.awaitContact(Duration.ofSeconds(10))).isTrue();
      assertThat(quiet.get("/s/new").answer()).isPresent();
      etcd.setBack(backup);

      var outcome = quiet.commit(Txn.of(Write.put("/s/mine", "1")));

      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(etcd.etcdctl("get", "/s/mine")).isEmpty();
    }
  }

  @Test
  void whenItsRevisionRoseAgainItIsStillRefused() {
    etcd.setBack(backup);
    awaitRefusal();
    for (var i = 0; i < 30; i++) {
      etcd.etcdctl("put", "/s/other", "1");
    }
    assertThat(session.awaitContact(Duration.ofSeconds(3))).isFalse();
  }

  @Test
  void anotherClusterIdIsRefusedWhateverTheRevision() {
    var late = folder.resolve("late");
    etcd.backUp(late);
    etcd.setBack(late, "another");
    etcd.etcdctl("put", "/s/other", "1");
    awaitRefusal();
    assertThat(((Contact.Lost) session.contact()).why()).contains("cluster id");
  }

  @Test
  void onceTheEpochIsRaisedASessionThatHadReadEndsAndTheNextReadsAnew() {
    etcd.setBack(backup);
    awaitRefusal();
    etcd.etcdctl("put", EPOCH, "1");
    Eventually.soon("the raised epoch", () -> told.size() == 2);
    assertThat(told.getLast()).isInstanceOf(Course.Anew.class);
    assertThat(session.awaitContact(Duration.ofSeconds(2))).isFalse();

    try (var next = session(session.mark())) {
      assertThat(next.awaitContact(Duration.ofSeconds(5))).isTrue();
      assertThat(next.get("/s/new").answer()).contains(Optional.empty());
      assertThat(next.get("/s/old").answer().orElseThrow()).isPresent();
    }
  }

  /// As it is when etcd was set back to what it just was: only the epoch tells.
  @Test
  void anEpochThatIsRaisedUnderASessionInContactEndsItToo() {
    etcd.etcdctl("put", EPOCH, "1");
    Eventually.soon("the raised epoch", () -> told.size() == 1);
    assertThat(told.getFirst()).isInstanceOf(Course.Anew.class);
    assertThat(session.get("/s/old")).isInstanceOf(Reading.Unavailable.class);
  }

  @Test
  void aSessionThatRemembersRefusesFromTheFirstAndGoesOnWhenTheEpochIsRaised() {
    session.close();
    var left = session.mark();
    etcd.setBack(backup);
    session = session(left);
    assertThat(session.awaitContact(Duration.ofSeconds(2))).isFalse();
    assertThat(((Contact.Lost) session.contact()).why()).contains("set back");
    assertThat(session.currentLease()).isEmpty();

    etcd.etcdctl("put", EPOCH, "1");

    assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
    assertThat(session.mark().orElseThrow().epoch()).isEqualTo(1);
  }

  @Test
  void aRestartOfTheSameEtcdIsNoSetBack() {
    for (var i = 0; i < 3; i++) {
      etcd.kill();
      etcd.start();
      Eventually.soon("writing again", () -> written("/s/again"));
    }
    assertThat(told).isEmpty();
  }

  @Test
  void anEpochThatIsNoNumberIsNoContactAndSaysWhatToDo() {
    etcd.etcdctl("put", EPOCH, "soon");
    etcd.kill();
    etcd.start();
    Eventually.soon(
        "the reason",
        () ->
            session.contact() instanceof Contact.Lost lost
                && lost.why().contains("delete the key " + EPOCH));
    etcd.etcdctl("del", EPOCH);
    assertThat(session.awaitContact(Duration.ofSeconds(5))).isTrue();
  }

  private void awaitRefusal() {
    Eventually.soon("the refusal", () -> session.mark().orElseThrow().refused());
  }

  private void put(String key) {
    assertThat(session.commit(Txn.of(Write.put(key, "1")))).isInstanceOf(Outcome.Committed.class);
  }

  private boolean written(String key) {
    return session.commit(Txn.of(Write.put(key, "1"))) instanceof Outcome.Committed;
  }

  private String revision() {
    return etcd.etcdctl("get", "/s/old", "-w", "json").replaceAll(".*\"revision\":(\\d+).*", "$1");
  }

  private EtcdSession session(Optional<Mark> mark) {
    return EtcdSession.open(Sessions.settings(etcd), new Past(EPOCH, mark));
  }

  private EtcdSession slow() {
    return EtcdSession.open(
        new EtcdSettings(
            List.of(etcd.endpoint()),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2)),
        new Past(EPOCH, Optional.empty()));
  }
}
