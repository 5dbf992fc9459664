package io.nokube.etcd;

import static io.nokube.etcd.TestCluster.USER;
import static io.nokube.etcd.TestCluster.accepted;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.eventually;
import static io.nokube.etcd.TestCluster.refused;
import static io.nokube.etcd.TestCluster.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.nokube.actor.Change;
import io.nokube.actor.port.ObjectStore.Listing;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.ObjectStore.Watcher;
import io.nokube.actor.port.Read;
import io.nokube.actor.port.Write;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.Outcome;
import io.nokube.etcd.session.Span;
import io.nokube.etcd.session.Txn;
import io.nokube.model.KubeObject;
import io.nokube.model.ObjectKey;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What of a Secret stands in etcd, and who can read it.
class SealedSecretsTest {
  private static final String VALUE = "hunter2-and-no-other-word";
  private static final ObjectKey DB = secret("db", VALUE).key();
  private static EtcdProcess etcd;
  private static EtcdSession session;

  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final SealingKey key = SealingKey.generate(new SecureRandom());
  private final SealingKey other = SealingKey.generate(new SecureRandom());
  private TestCluster open;
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
  void clusters() {
    open = TestCluster.on(session);
    cluster = with(key);
  }

  private TestCluster with(SealingKey... keys) {
    return open.seenWith(new Sealing(List.of(keys)));
  }

  // --- in etcd -------------------------------------------------------------------------------

  @Test
  void aSecretsValueStandsNowhereInEtcd() {
    KubeObject made = accepted(cluster.store().create(secret("db", "before " + VALUE), USER));
    accepted(cluster.store().update(secret("db", VALUE), USER));
    accepted(cluster.store().create(config("web", "an open word"), USER));

    assertThat(inEtcd(VALUE)).isFalse();
    assertThat(inEtcd(made.metadata().uid().text())).isFalse();
    assertThat(inEtcd("an open word")).isTrue();
    assertThat(raw(DB)).startsWith("nokube:sealed:v1:" + key.id() + ":");
  }

  @Test
  void withoutAKeyItStandsThereAsItIs() {
    accepted(open.store().create(secret("db", VALUE), USER));

    assertThat(inEtcd(VALUE)).isTrue();
  }

  @Test
  void twoSealingsOfOneSecretDiffer() {
    accepted(cluster.store().create(secret("db", VALUE), USER));
    String first = raw(DB);
    accepted(cluster.store().update(secret("db", "another"), USER));
    accepted(cluster.store().update(secret("db", VALUE), USER));

    assertThat(raw(DB)).isNotEqualTo(first);
  }

  // --- with the key --------------------------------------------------------------------------

  @Test
  void whoHasTheKeyReadsAndListsIt() {
    KubeObject made = accepted(cluster.store().create(secret("db", VALUE), USER));

    for (TestCluster process : List.of(cluster, with(key), with(other, key))) {
      assertThat(process.read(DB)).isEqualTo(made);
      assertThat(process.store().list(ResourceType.SECRET, "default"))
          .isInstanceOfSatisfying(
              Read.Found.class,
              found -> assertThat(((Listing) found.value()).items()).containsExactly(made));
    }
  }

  @Test
  void anUpdateThatChangesNothingWritesNothing() {
    KubeObject made = accepted(cluster.store().create(secret("db", VALUE), USER));

    for (TestCluster process : List.of(cluster, with(key))) {
      assertThat(accepted(process.store().update(secret("db", VALUE), USER))).isEqualTo(made);
    }
    assertThat(cluster.revisionOf(cluster.keys().object(DB)))
        .isEqualTo(made.metadata().resourceVersion().number());
  }

  @Test
  void anUpdateBasedOnAnOlderStateIsAConflict() {
    KubeObject first = accepted(cluster.store().create(secret("db", "1"), USER));
    KubeObject second = accepted(with(key).store().update(secret("db", "2"), USER));

    assertThat(cluster.store().update(first, USER))
        .isInstanceOfSatisfying(
            Write.Refused.class, no -> assertThat(no.reason()).isEqualTo(Write.Reason.CONFLICT));
    assertThat(cluster.read(DB)).isEqualTo(second);
  }

  @Test
  void itIsWatchedFromItsBeginningToItsEnd() {
    KubeObject before = accepted(cluster.store().create(config("before", "1"), USER));
    try (Subscription all =
            cluster
                .store()
                .watch(
                    ResourceType.SECRET, "", before.metadata().resourceVersion(), telling("all"));
        Subscription one = cluster.store().watch(DB, telling("one"))) {
      eventually("its absence", () -> told.contains("one whole -db"));
      KubeObject made = accepted(cluster.store().create(secret("db", "1"), USER));
      accepted(cluster.store().update(secret("db", "2"), USER));
      accepted(cluster.store().delete(DB, made.metadata().uid(), Optional.empty(), USER));
      eventually("its end", () -> told.contains("one -db") && told.contains("all -db was 2"));
    }
    assertThat(told)
        .containsSubsequence("all +db=1", "all +db=2", "all -db was 2")
        .containsSubsequence("one whole -db", "one +db=1", "one +db=2", "one -db");
  }

  // --- older ones ----------------------------------------------------------------------------

  @Test
  void oneThatWasWrittenBeforeThereWasAKeyIsReadAndSealedAtItsNextWrite() {
    KubeObject made = accepted(open.store().create(secret("db", VALUE), USER));
    assertThat(cluster.read(DB)).isEqualTo(made);

    KubeObject again = accepted(cluster.store().update(secret("db", VALUE), USER));

    assertThat(inEtcd(VALUE)).isFalse();
    assertThat(again.metadata().uid()).isEqualTo(made.metadata().uid());
    assertThat(again.metadata().generation()).isEqualTo(made.metadata().generation());
    assertThat(cluster.read(DB)).isEqualTo(again);
  }

  @Test
  void afterAChangeOfKeysTheNextWriteSealsItWithTheNew() {
    accepted(cluster.store().create(secret("db", VALUE), USER));
    TestCluster changing = with(other, key);
    assertThat(data(changing.read(DB))).isEqualTo(VALUE);

    accepted(changing.store().update(secret("db", VALUE), USER));

    assertThat(raw(DB)).startsWith("nokube:sealed:v1:" + other.id() + ":");
    assertThat(data(with(other).read(DB))).isEqualTo(VALUE);
  }

  // --- without the key -----------------------------------------------------------------------

  @Test
  void whoLacksTheKeyIsToldSoAndNotThatItIsAbsent() {
    accepted(cluster.store().create(secret("db", VALUE), USER));
    String path = cluster.keys().object(DB);

    assertThat(with(other).store().get(DB))
        .isEqualTo(new Read.Unavailable<KubeObject>(lacking(path, "only " + other.id())));
    assertThat(open.store().get(DB))
        .isEqualTo(new Read.Unavailable<KubeObject>(lacking(path, "no sealing key")));
    assertThat(open.store().list(ResourceType.SECRET, ""))
        .isEqualTo(new Read.Unavailable<Listing>(lacking(path, "no sealing key")));
  }

  @Test
  void allElseIsReadWithoutTheKey() {
    accepted(cluster.store().create(secret("db", VALUE), USER));
    KubeObject mine = accepted(with(other).store().create(secret("mine", "1"), USER));
    KubeObject web = accepted(cluster.store().create(config("web", "1"), USER));

    assertThat(with(other).read(mine.key())).isEqualTo(mine);
    assertThat(with(other).read(web.key())).isEqualTo(web);
  }

  @Test
  void whoLacksTheKeyNeitherChangesNorDeletesIt() {
    KubeObject made = accepted(cluster.store().create(secret("db", VALUE), USER));
    EtcdObjectStore store = open.store();
    String why = lacking(cluster.keys().object(DB), "no sealing key");

    refused(store.update(secret("db", "2"), USER), Write.Reason.UNAVAILABLE, why);
    refused(store.delete(DB, Uid.NONE, Optional.empty(), USER), Write.Reason.UNAVAILABLE, why);
    refused(store.remove(DB, made.metadata().uid(), USER), Write.Reason.UNAVAILABLE, why);
    refused(
        store.create(secret("db", "2"), USER),
        Write.Reason.ALREADY_EXISTS,
        "secrets \"db\" already exists");
    assertThat(cluster.read(DB)).isEqualTo(made);
  }

  private String lacking(String path, String had) {
    return "reading the Secret at %s: it is sealed with the key %s, and this process has %s: give it that key, or delete %s in etcd and apply the Secret again"
        .formatted(path, key.id(), had, path);
  }

  @Test
  void aWatchOfAllTellsNothingWhileItCanNotTellAll() {
    accepted(with(other).store().create(secret("foreign", "1"), USER));
    accepted(cluster.store().create(secret("db", "1"), USER));
    try (Subscription all =
            cluster.store().watch(ResourceType.SECRET, "", Revision.NONE, telling("all"));
        Subscription one = cluster.store().watch(DB, telling("one"))) {
      eventually("the one that can be read", () -> told.contains("one whole +db=1"));
      accepted(cluster.store().update(secret("db", "2"), USER));
      eventually("its change", () -> told.contains("one +db=2"));
      assertThat(told).noneMatch(word -> word.startsWith("all"));

      accepted(with(other).store().remove(secret("foreign", "1").key(), Uid.NONE, USER));

      eventually("all of it", () -> told.contains("all whole +db=2"));
      accepted(cluster.store().update(secret("db", "3"), USER));
      eventually("what comes after", () -> told.contains("all +db=3"));
    }
  }

  @Test
  void aChangeThatCanNotBeReadLeavesTheWatcherWhatItKnew() {
    accepted(cluster.store().create(secret("db", "1"), USER));
    try (Subscription all =
        cluster.store().watch(ResourceType.SECRET, "", Revision.NONE, telling("all"))) {
      eventually("the beginning", () -> told.contains("all whole +db=1"));
      accepted(with(other, key).store().update(secret("db", "2"), USER));
      accepted(cluster.store().create(secret("web", "1"), USER));
      eventually("another's change", () -> told.contains("all +web=1"));
      accepted(with(key, other).store().update(secret("db", "3"), USER));
      eventually("its next state", () -> told.contains("all +db=3"));
    }
    assertThat(told).containsExactly("all whole +db=1", "all +web=1", "all +db=3");
  }

  // --- damage --------------------------------------------------------------------------------

  @Test
  void aSealedValueIsWorthNothingUnderAnotherName() {
    accepted(cluster.store().create(secret("db", VALUE), USER));
    ByteSequence sealed =
        session.get(cluster.keys().object(DB)).answer().orElseThrow().orElseThrow().value();
    ObjectKey thief = secret("thief", "").key();

    put(thief, sealed);

    assertThat(why(cluster.store().get(thief)))
        .contains("it isn't as it was sealed: somebody changed it, or copied it");
  }

  @Test
  void damageIsNamedAndNothingIsShown() {
    put(DB, text("nokube:sealed:v1:" + key.id() + ":short"));
    assertThat(why(cluster.store().get(DB))).contains("in a way that this nokube doesn't know");
    put(DB, text("nokube:sealed:v9:whatever is to come, and long enough for all"));
    assertThat(why(cluster.store().get(DB))).contains("update nokube on this node");
    put(DB, text("nokube:sealed:v1:" + key.id() + ":twelve bytes and then something"));
    assertThat(why(cluster.store().get(DB))).contains("it isn't as it was sealed");
    put(DB, text("{\"data\":{\"password\":" + VALUE));
    assertThat(why(cluster.store().get(DB)))
        .contains("its value is no Secret as nokube writes it")
        .doesNotContain(VALUE);
  }

  private static ByteSequence text(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private void put(ObjectKey key, ByteSequence value) {
    assertThat(
            session.commit(
                new Txn(
                    List.of(),
                    List.of(io.nokube.etcd.session.Write.put(cluster.keys().object(key), value)))))
        .isInstanceOf(Outcome.Committed.class);
  }

  private static String why(Read<KubeObject> read) {
    assertThat(read).isInstanceOf(Read.Unavailable.class);
    return ((Read.Unavailable<KubeObject>) read).why();
  }

  // --- looking -------------------------------------------------------------------------------

  private String raw(ObjectKey key) {
    return new String(
        session
            .get(cluster.keys().object(key))
            .answer()
            .orElseThrow()
            .orElseThrow()
            .value()
            .getBytes(),
        StandardCharsets.ISO_8859_1);
  }

  /// Whether any value of this cluster holds it, plain or in Base64.
  private boolean inEtcd(String text) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    String prefix = cluster.keys().config().replaceAll("config$", "");
    return session.list(Span.prefix(prefix)).answer().orElseThrow().stream()
        .map(entry -> new String(entry.value().getBytes(), StandardCharsets.ISO_8859_1))
        .anyMatch(value -> value.contains(text) || value.contains(base64));
  }

  private static String data(KubeObject secret) {
    return new String(
        Base64.getDecoder().decode(((Secret) secret).data().get("password")),
        StandardCharsets.UTF_8);
  }

  private Watcher telling(String who) {
    return (changes, complete) -> {
      for (Change change : changes) {
        told.add(
            who
                + (complete ? " whole" : "")
                + switch (change) {
                  case Change.Put put -> " +" + put.key().name() + "=" + data(put.object());
                  case Change.Removed removed ->
                      " -"
                          + removed.key().name()
                          + removed.last().map(last -> " was " + data(last)).orElse("");
                });
      }
    };
  }
}
