package io.nokube.etcd.manifest;

import static io.nokube.etcd.TestCluster.N1;
import static io.nokube.etcd.TestCluster.USER;
import static io.nokube.etcd.TestCluster.accepted;
import static io.nokube.etcd.TestCluster.config;
import static io.nokube.etcd.TestCluster.eventually;
import static io.nokube.etcd.TestCluster.held;
import static io.nokube.etcd.TestCluster.namespace;
import static io.nokube.etcd.TestCluster.record;
import static io.nokube.etcd.TestCluster.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.actor.Incarnation;
import io.nokube.actor.port.Fence;
import io.nokube.actor.port.ObjectStore.Subscription;
import io.nokube.actor.port.Read;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.LeaderDuties;
import io.nokube.etcd.Sealing;
import io.nokube.etcd.SealingKey;
import io.nokube.etcd.TestCluster;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.model.KubeObject;
import io.nokube.model.NodeName;
import io.nokube.model.ObjectKey;
import io.nokube.model.OwnershipPath;
import io.nokube.model.ResourceType;
import io.nokube.model.Revision;
import io.nokube.model.Uid;
import io.nokube.model.core.ConfigMap;
import io.nokube.model.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestsReconcilerTest {
  private static final ManifestSettings SETTINGS =
      new ManifestSettings(Duration.ofMillis(100), Duration.ofMinutes(5));
  private static EtcdProcess etcd;
  private static EtcdSession session;

  private TestCluster cluster;
  private Incarnation leader;
  private ManifestsReconciler reconciler;

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
  void aLeader() {
    cluster = TestCluster.on(session);
    leader = held(cluster.liveness().claim(record(OwnershipPath.KUBECONTROLLER, N1)));
    reconciler = reconciler(leader);
  }

  @AfterEach
  void stop() {
    reconciler.close();
  }

  private ManifestsReconciler reconciler(Incarnation incarnation) {
    return ManifestsReconciler.start(
        session,
        cluster.keys(),
        cluster.store(),
        new Fence.Actor(OwnershipPath.KUBECONTROLLER, incarnation),
        SETTINGS);
  }

  @Test
  void allDocumentsOfAKeyAreApplied() {
    long revision = put("web", map("a", "1") + "---\n" + map("b", "1"));

    JsonNode status = status("web", revision);
    assertThat(status)
        .isEqualTo(
            json(
                """
                {"revision":%d,"state":"applied","documents":[
                 {"index":0,"kind":"ConfigMap","name":"a","result":"created","message":"","line":1,"column":1},
                 {"index":1,"kind":"ConfigMap","name":"b","result":"created","message":"","line":8,"column":1}],
                 "problems":[]}
                """
                    .formatted(revision)));
    assertThat(value("a")).isEqualTo("1");
    assertThat(cluster.read(key("b")).metadata().annotations())
        .containsEntry("nokube.io/manifest", "web");
  }

  @Test
  void aLaterPutChangesWhatDiffersAndPrunesWhatItDrops() {
    status("web", put("web", map("a", "1") + "---\n" + map("b", "1") + "---\n" + map("c", "1")));

    long second = put("web", map("a", "1") + "---\n" + map("b", "2"));

    assertThat(results(status("web", second))).containsExactly("unchanged", "configured");
    assertThat(value("b")).isEqualTo("2");
    assertThat(cluster.isThere(key("c"))).isFalse();
  }

  @Test
  void deletingTheKeyDeletesItsObjectsAndItsStatus() {
    status("web", put("web", map("a", "1") + "---\n" + map("b", "1")));
    accepted(cluster.store().create(config("mine", "1"), USER));

    etcd.etcdctl("del", cluster.keys().manifests() + "web");

    eventually(
        "the status is gone",
        () -> cluster.revisionOf(cluster.keys().manifestsStatus() + "web") == -1);
    assertThat(cluster.isThere(key("a"))).isFalse();
    assertThat(cluster.isThere(key("b"))).isFalse();
    assertThat(cluster.isThere(key("mine"))).isTrue();
  }

  @Test
  void oneBadDocumentChangesNothingOfItsKeyAndIsSaidWithItsPlace() {
    status("web", put("web", map("a", "1") + "---\n" + map("b", "1")));

    long second =
        put("web", map("a", "2") + "---\n" + map("new", "1").replace("\ndata:", "\ndta:"));

    JsonNode status = status("web", second);
    assertThat(status.get("state").asText()).isEqualTo("refused");
    assertThat(results(status)).containsExactly("refused", "refused");
    assertThat(status.get("documents").get(1).get("line").asInt()).isEqualTo(12);
    assertThat(status.get("documents").get(1).get("column").asInt()).isEqualTo(1);
    assertThat(status.get("documents").get(1).get("message").asText()).contains("dta");
    assertThat(status.get("problems").get(0).get("line").asInt()).isEqualTo(12);
    assertThat(value("a")).isEqualTo("1");
    assertThat(cluster.isThere(key("b"))).isTrue();
    assertThat(cluster.isThere(key("new"))).isFalse();
  }

  @Test
  void whatIsNoYamlIsRefused() {
    JsonNode status = status("web", put("web", "a: [1\n"));

    assertThat(status.get("state").asText()).isEqualTo("refused");
    assertThat(status.get("problems").get(0).get("line").asInt()).isPositive();
  }

  @Test
  void anAppliedObjectIsNotTakenUntilItIsGone() {
    accepted(cluster.store().create(config("a", "by hand"), USER));

    JsonNode refused = status("web", put("web", map("a", "1") + "---\n" + map("b", "1")));
    assertThat(refused.get("state").asText()).isEqualTo("refused");
    assertThat(refused.get("documents").get(0).get("message").asText())
        .isEqualTo(
            "configmap/a is owned by nokube apply or the API, which made it: delete it there first,"
                + " or leave it out here");
    assertThat(value("a")).isEqualTo("by hand");
    assertThat(cluster.isThere(key("b"))).isFalse();

    accepted(cluster.store().delete(key("a"), Uid.NONE, Optional.empty(), USER));
    long again = put("web", map("a", "1") + "---\n" + map("b", "2"));
    assertThat(results(status("web", again))).containsExactly("created", "created");
  }

  @Test
  void anotherKeysObjectIsTakenOnceThatKeyLetsGo() {
    status("one", put("one", map("a", "1")));
    long second = put("two", map("a", "2"));
    assertThat(status("two", second).get("documents").get(0).get("message").asText())
        .isEqualTo("configmap/a is owned by the manifest key one: take it out of one of the two");

    etcd.etcdctl("del", cluster.keys().manifests() + "one");

    eventually("it is taken", () -> state("two").equals("applied"));
    assertThat(value("a")).isEqualTo("2");
  }

  @Test
  void aNamespaceMadeByAnotherKeyIsWaitedFor() {
    String inTeam = map("a", "1").replace("name: a", "name: a\n  namespace: team");
    long first = put("web", inTeam);
    assertThat(status("web", first).get("state").asText()).isEqualTo("refused");

    status("team", put("team", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n"));

    eventually("it is applied", () -> state("web").equals("applied"));
  }

  @Test
  void anObjectThatIsOnItsWayOutIsMadeAnewOnceItIsGone() {
    ObjectKey team = namespace("team").key();
    String text = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n";
    status("team", put("team", text));
    KubeObject first = cluster.read(team);
    etcd.etcdctl("del", cluster.keys().manifests() + "team");
    eventually("it is ending", () -> cluster.read(team).metadata().isDeleting());

    long again = put("team", text);
    assertThat(status("team", again).get("state").asText()).isEqualTo("unknown");
    accepted(cluster.store().remove(team, first.metadata().uid(), USER));

    eventually("it is there again", () -> state("team").equals("applied"));
    assertThat(cluster.read(team).metadata().uid()).isNotEqualTo(first.metadata().uid());
  }

  @Test
  void aNewLeaderTakesBackNothingButCatchesUp() {
    status("kept", put("kept", map("kept", "1")));
    status("changed", put("changed", map("changed", "1")));
    status("gone", put("gone", map("gone", "1")));
    KubeObject kept = cluster.read(key("kept"));
    accepted(cluster.store().update(config("kept", "by hand").withMetadata(kept.metadata()), USER));
    reconciler.close();
    long changed = put("changed", map("changed", "2"));
    etcd.etcdctl("del", cluster.keys().manifests() + "gone");
    cluster.liveness().release(OwnershipPath.KUBECONTROLLER, leader);
    Incarnation successor =
        held(cluster.liveness().claim(record(OwnershipPath.KUBECONTROLLER, N1)));

    reconciler = reconciler(successor);

    status("changed", changed);
    eventually("it is gone", () -> !cluster.isThere(key("gone")));
    assertThat(value("changed")).isEqualTo("2");
    assertThat(value("kept")).isEqualTo("by hand");
  }

  @Test
  void aDeposedLeaderWritesNothing() {
    status("web", put("web", map("a", "1")));
    cluster.liveness().release(OwnershipPath.KUBECONTROLLER, leader);
    Incarnation successor =
        held(cluster.liveness().claim(record(OwnershipPath.KUBECONTROLLER, N1)));

    long second = put("web", map("a", "2"));
    ManifestsReconciler next = reconciler(successor);
    status("web", second);
    next.close();

    put("web", map("a", "3"));
    put("other", map("b", "1"));
    assertThat(value("a")).isEqualTo("2");
    assertThat(cluster.isThere(key("b"))).isFalse();
  }

  @Test
  void dutiesFollowTheLeader() {
    reconciler.close();
    List<String> log = java.util.Collections.synchronizedList(new ArrayList<>());
    LeaderDuties.Duty duty =
        fence -> {
          log.add("begun");
          return () -> log.add("ended");
        };
    try (LeaderDuties here =
            LeaderDuties.of(session, cluster.keys(), new NodeName("n2"), List.of(duty));
        LeaderDuties leads =
            LeaderDuties.of(
                session,
                cluster.keys(),
                N1,
                List.of(fence ->
                    ManifestsReconciler.start(
                        session, cluster.keys(), cluster.store(), fence, SETTINGS)))) {
      status("web", put("web", map("a", "1")));
      assertThat(log).isEmpty();

      cluster.liveness().release(OwnershipPath.KUBECONTROLLER, leader);
      Incarnation successor =
          held(cluster.liveness().claim(record(OwnershipPath.KUBECONTROLLER, new NodeName("n2"))));
      eventually("it began", () -> log.equals(List.of("begun")));

      cluster.liveness().release(OwnershipPath.KUBECONTROLLER, successor);
      eventually("it ended", () -> log.equals(List.of("begun", "ended")));
    }
  }

  @Test
  void aPutBecomesAnObjectWithinMilliseconds() throws InterruptedException {
    status("warm", put("warm", map("warm", "0")));
    BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    List<Long> micros = new ArrayList<>();
    try (Subscription watch =
        cluster
            .store()
            .watch(
                ResourceType.CONFIG_MAP,
                "default",
                Revision.NONE,
                (changes, complete) -> seen.add(System.nanoTime()))) {
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isNotNull();
      for (int i = 0; i < 20; i++) {
        long began = System.nanoTime();
        session.commit(
            io.nokube.etcd.session.Txn.of(
                io.nokube.etcd.session.Write.put(
                    cluster.keys().manifests() + "fast" + i, map("fast" + i, "1"))));
        Long at = seen.poll(10, TimeUnit.SECONDS);
        assertThat(at).isNotNull();
        micros.add((at - began) / 1000);
      }
    }
    micros.sort(Long::compare);
    assertThat(micros.get(10)).as("median of %s µs", micros).isLessThan(200_000);
  }

  @Test
  void noStatusShowsASecretsValue() {
    String value = "hunter2-and-no-other-word";
    String head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n";
    List<String> texts =
        List.of(
            head + "stringData:\n  password: " + value + "\n",
            head + "data:\n  password: " + value + "\n",
            head + "data:\n  password: [" + value + "]\n",
            head + "stringData:\n  password:\n    deeper: " + value + "\n",
            head + "data:\n  password: \"" + value + "\n",
            head + "stringData: " + value + "\n",
            head + "stringData:\n  password: " + value + "\n  password: " + value + "\n",
            head + "stringdata:\n  password: " + value + "\n");
    for (String text : texts) {
      long revision = put("secret", text);
      status("secret", revision);
      assertThat(
              session
                  .get(cluster.keys().manifestsStatus() + "secret")
                  .answer()
                  .orElseThrow()
                  .orElseThrow()
                  .text())
          .as(text)
          .doesNotContain(value);
    }
  }

  @Test
  void aSecretThatCanNotBeReadHoldsUpNoOther() {
    EtcdObjectStore withKey =
        cluster.seenWith(new Sealing(List.of(SealingKey.generate(new SecureRandom())))).store();
    reconciler.close();
    KubeObject secret = accepted(withKey.create(secret("db", "1"), USER));
    reconciler = reconciler(leader);

    JsonNode web = status("web", put("web", map("a", "1")));
    JsonNode db =
        status(
            "db",
            put(
                "db",
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: x\n"));

    assertThat(value("a")).isEqualTo("1");
    assertThat(web.get("state").asText()).isEqualTo("unknown");
    assertThat(web.at("/problems/0/message").asText())
        .startsWith("looking for Secrets that are no longer wanted: reading the Secret at ")
        .contains("and this process has no sealing key");
    assertThat(db.get("state").asText()).isEqualTo("unknown");
    assertThat(db.toString()).contains("and this process has no sealing key");
    assertThat(withKey.get(secret.key()))
        .isInstanceOfSatisfying(
            Read.Found.class, found -> assertThat(found.value()).isEqualTo(secret));

    accepted(withKey.remove(secret.key(), secret.metadata().uid(), USER));
    eventually("it is applied", () -> state("web").equals("applied"));
    eventually("it is applied", () -> state("db").equals("applied"));
  }

  private static String map(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      k: "%s"
    """
        .formatted(name, value);
  }

  private static ObjectKey key(String map) {
    return config(map, "").key();
  }

  private String value(String map) {
    return ((ConfigMap) cluster.read(key(map))).data().getOrDefault("k", "");
  }

  /// As a user does it.
  private long put(String path, String text) {
    String key = cluster.keys().manifests() + path;
    etcd.etcdctl("put", key, text);
    return cluster.revisionOf(key);
  }

  private JsonNode status(String path, long revision) {
    eventually(
        path + " is looked at",
        () -> current(path).filter(s -> s.get("revision").asLong() == revision).isPresent());
    return current(path).orElseThrow();
  }

  private String state(String path) {
    return current(path).map(status -> status.get("state").asText()).orElse("");
  }

  private Optional<JsonNode> current(String path) {
    return session
        .get(cluster.keys().manifestsStatus() + path)
        .answer()
        .orElseThrow()
        .map(entry -> json(entry.text()));
  }

  private static List<String> results(JsonNode status) {
    List<String> results = new ArrayList<>();
    status.get("documents").forEach(document -> results.add(document.get("result").asText()));
    return results;
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
