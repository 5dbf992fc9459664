package io.nokube.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.actor.port.Read;
import io.nokube.etcd.ClusterConfig;
import io.nokube.etcd.EtcdLiveness;
import io.nokube.etcd.EtcdObjectStore;
import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.session.EtcdSession;
import io.nokube.etcd.session.EtcdSettings;
import io.nokube.etcd.session.Reading;
import io.nokube.etcd.session.Span;
import io.nokube.model.ClusterName;
import io.nokube.model.EtcdKeys;
import io.nokube.model.OwnershipPath;
import io.nokube.model.Revision;
import io.nokube.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API as its clients meet it: over HTTP, on a real etcd.
@ExtendWith(VertxExtension.class)
class ApiServerTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String PAGE =
      "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"page\"},\"data\":{\"a\":\"1\"}}";
  private static final String WEB =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,
       "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
       "spec":{"containers":[{"name":"main","image":"busybox:1"}]}}}}
      """;
  private static final ApiSettings.Limits LIMITS =
      new ApiSettings.Limits(10, 10, 10, 10, 10, Duration.ofSeconds(30));
  private static final AtomicInteger CLUSTERS = new AtomicInteger();

  private static EtcdProcess etcd;
  private static EtcdSession session;
  private static HttpClient http;

  private ApiServer server;
  private volatile Optional<String> refusal = Optional.empty();

  record Reply(int code, JsonNode body) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdProcess.started();
    session =
        EtcdSession.open(
            new EtcdSettings(
                List.of(etcd.endpoint()),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2)));
    assertThat(session.awaitContact(Duration.ofSeconds(20))).isTrue();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stopEtcd() {
    http.close();
    session.close();
    etcd.close();
  }

  @BeforeEach
  void startServer(Vertx vertx, VertxTestContext context) {
    ClusterName cluster = new ClusterName("t" + CLUSTERS.incrementAndGet());
    EtcdKeys keys = new EtcdKeys(cluster);
    server =
        new ApiServer(
            new ApiSettings(
                cluster,
                "127.0.0.1",
                0,
                "0.1",
                List.of("http://etcd:2379"),
                Duration.ofMinutes(1),
                LIMITS,
                Optional.empty()),
            new Bearer(List.of("right")),
            new EtcdObjectStore(session, keys, InstantSource.system()),
            new EtcdLiveness(session, keys),
            (node, request) -> {
              throw new AssertionError("no log is asked of " + node);
            },
            pod -> OwnershipPath.top("default", "pod", pod.metadata().name()),
            new StoredText(new ClusterConfig(session, keys)),
            () -> {
              throw new IllegalStateException("nobody has looked");
            },
            () -> refusal,
            InstantSource.system());
    vertx
        .deployVerticle(server)
        .map(id ->
            call(
                "POST",
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"default\"}}"))
        .onComplete(
            context.succeeding(made ->
                context.verify(() -> {
                  assertThat(made.code()).isEqualTo(201);
                  context.completeNow();
                })));
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
        .header("Content-Type", "application/json");
  }

  private Reply call(String method, String path, String body) {
    return sent(request(method, path, body).header("Authorization", "Bearer right").build());
  }

  private Reply get(String path) {
    return call("GET", path, "");
  }

  private static Reply sent(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return new Reply(answer.statusCode(), Json.MAPPER.readTree(answer.body()));
    } catch (IOException e) {
      throw new AssertionError(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyTheClustersTokenOpens() {
    for (String header : List.of("Bearer wrong", "right", "Basic right", "Bearer ")) {
      Reply no = sent(request("GET", MAPS, "").header("Authorization", header).build());
      assertThat(no.code()).isEqualTo(401);
      assertThat(no.body())
          .isEqualTo(
              Status.body(
                  401,
                  "Unauthorized",
                  "Unauthorized: the API takes only the cluster's bearer token"));
    }
    assertThat(sent(request("GET", MAPS, "").build()).code()).isEqualTo(401);
  }

  @Test
  void whileItsStoreIsNotBelievedNothingIsReadOrWrittenAndItSaysWhy() {
    refusal = Optional.of("etcd was set back");
    for (String method : List.of("GET", "POST")) {
      Reply no = call(method, MAPS, method.equals("GET") ? "" : PAGE);
      assertThat(no.code()).isEqualTo(503);
      assertThat(no.text("/reason")).isEqualTo("EtcdSetBack");
      assertThat(no.text("/message")).isEqualTo("etcd was set back");
    }
    refusal = Optional.empty();
    assertThat(get(MAPS + "/page").code()).isEqualTo(404);
  }

  @Test
  void anObjectIsMadeReadChangedAndDeleted() {
    Reply made = call("POST", MAPS, PAGE);
    assertThat(made.code()).isEqualTo(201);
    assertThat(made.text("/metadata/namespace")).isEqualTo("default");
    assertThat(made.text("/metadata/uid")).isNotEmpty();

    Reply read = get(MAPS + "/page");
    assertThat(read).isEqualTo(new Reply(200, made.body()));

    Reply changed = call("PUT", MAPS + "/page", PAGE.replace("\"1\"", "\"2\""));
    assertThat(changed.code()).isEqualTo(200);
    assertThat(changed.text("/data/a")).isEqualTo("2");
    assertThat(changed.text("/metadata/uid")).isEqualTo(made.text("/metadata/uid"));
    assertThat(changed.text("/metadata/resourceVersion"))
        .isNotEqualTo(made.text("/metadata/resourceVersion"));

    Reply gone = call("DELETE", MAPS + "/page", "");
    assertThat(gone.code()).isEqualTo(200);
    assertThat(gone.text("/details/uid")).isEqualTo(made.text("/metadata/uid"));
    assertThat(get(MAPS + "/page").text("/message")).isEqualTo("configmaps \"page\" not found");
  }

  @Test
  void oneOfTheSameNameIsAlreadyThere() {
    call("POST", MAPS, PAGE);

    Reply second = call("POST", MAPS, PAGE);

    assertThat(second.code()).isEqualTo(409);
    assertThat(second.text("/reason")).isEqualTo("AlreadyExists");
    assertThat(second.text("/message")).isEqualTo("configmaps \"page\" already exists");
  }

  @Test
  void aChangeBasedOnAnOlderVersionIsAConflict() {
    JsonNode old = call("POST", MAPS, PAGE).body();
    call("PUT", MAPS + "/page", PAGE.replace("\"1\"", "\"2\""));

    Reply late = call("PUT", MAPS + "/page", old.toString().replace("\"1\"", "\"3\""));

    assertThat(late.code()).isEqualTo(409);
    assertThat(late.text("/reason")).isEqualTo("Conflict");
    assertThat(get(MAPS + "/page").text("/data/a")).isEqualTo("2");
  }

  @Test
  void aListNamesItsRevisionAndTheWatchGoesOnFromThere() throws Exception {
    call("POST", MAPS, PAGE);
    Reply list = get(MAPS);
    assertThat(list.text("/kind")).isEqualTo("ConfigMapList");
    assertThat(list.body().path("items")).hasSize(1);
    String revision = list.text("/metadata/resourceVersion");

    HttpResponse<java.io.InputStream> watch =
        http.send(
            request("GET", MAPS + "?watch=true&resourceVersion=" + revision, "")
                .header("Authorization", "Bearer right")
                .build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      call("PUT", MAPS + "/page", PAGE.replace("\"1\"", "\"2\""));
      call("DELETE", MAPS + "/page", "");

      JsonNode first = Json.MAPPER.readTree(lines.readLine());
      JsonNode second = Json.MAPPER.readTree(lines.readLine());

      assertThat(first.path("type").asText()).isEqualTo("MODIFIED");
      assertThat(first.at("/object/data/a").asText()).isEqualTo("2");
      assertThat(second.path("type").asText()).isEqualTo("DELETED");
    }
  }

  private static final String NODES = "/api/v1/nodes";

  /// The taints of node n1, each as `key:effect timeAdded`.
  private List<String> taints() {
    return taints(get(NODES + "/n1").body());
  }

  private static List<String> taints(JsonNode node) {
    return StreamSupport.stream(node.at("/spec/taints").spliterator(), false)
        .map(taint ->
            (taint.path("key").asText()
                    + ":"
                    + taint.path("effect").asText()
                    + " "
                    + taint.path("timeAdded").asText())
                .strip())
        .toList();
  }

  private void ready(String status) {
    JsonNode node = get(NODES + "/n1").body();
    ((ObjectNode) node)
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", status)
        .put("lastTransitionTime", "2026-01-02T03:04:05Z");
    assertThat(call("PUT", NODES + "/n1/status", node.toString()).code()).isEqualTo(200);
  }

  @Test
  void aNodeShowsTheTaintsThatFollowFromItsConditionAndTheyGoWithIt() throws Exception {
    String own = "{\"key\":\"disk\",\"value\":\"slow\",\"effect\":\"NoSchedule\"}";
    call(
        "POST",
        NODES,
        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n1\"},\"spec\":{\"taints\":[%s]}}"
            .formatted(own));
    ready("True");
    assertThat(taints()).containsExactly("disk:NoSchedule");
    String revision = get(NODES).text("/metadata/resourceVersion");

    ready("Unknown");

    String since = " 2026-01-02T03:04:05Z";
    List<String> silent =
        List.of(
            "disk:NoSchedule",
            "node.kubernetes.io/unreachable:NoSchedule" + since,
            "node.kubernetes.io/unreachable:NoExecute" + since);
    assertThat(taints()).isEqualTo(silent);
    assertThat(taints(get(NODES).body().at("/items/0"))).isEqualTo(silent);
    HttpResponse<java.io.InputStream> watch =
        http.send(
            request("GET", NODES + "?watch=true&resourceVersion=" + revision, "")
                .header("Authorization", "Bearer right")
                .build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
      assertThat(taints(Json.MAPPER.readTree(lines.readLine()).path("object"))).isEqualTo(silent);
    }

    JsonNode whole = get(NODES + "/n1").body();
    Reply back =
        call(
            "PUT",
            NODES + "/n1",
            whole.toString().replace("\"unschedulable\":false", "\"unschedulable\":true"));
    assertThat(back.code()).isEqualTo(200);
    assertThat(taints()).contains("node.kubernetes.io/unschedulable:NoSchedule").hasSize(4);
    ready("True");
    assertThat(taints())
        .containsExactly("disk:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule");

    Reply refused =
        call(
            "PUT",
            NODES + "/n1",
            get(NODES + "/n1")
                .body()
                .toString()
                .replace("\"slow\"", "\"quick\"")
                .replace("\"disk\"", "\"node.kubernetes.io/not-ready\""));
    assertThat(refused.code()).isEqualTo(422);
    assertThat(refused.text("/details/causes/0/field")).isEqualTo("spec.taints[0].key");
    assertThat(refused.text("/message")).contains("nokube derives the taints of");
  }

  @Test
  void watchesThatAreOverLeaveTheirPlacesToOthers() throws Exception {
    for (int i = 0; i <= LIMITS.streamsAtOnce(); i++) {
      HttpResponse<String> watch =
          http.send(
              request("GET", MAPS + "?watch=true&timeoutSeconds=0", "")
                  .header("Authorization", "Bearer right")
                  .build(),
              BodyHandlers.ofString());
      assertThat(watch.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBadObjectIsRefusedWithEveryProblemAndItsField() {
    Reply no =
        call("POST", MAPS, PAGE.replace("\"data\":{\"a\":\"1\"}", "\"dta\":{},\"data\":{\"a\":1}"));

    assertThat(no.code()).isEqualTo(400);
    assertThat(no.text("/message"))
        .isEqualTo(
            "strict decoding error: dta: unknown field; did you mean data?; "
                + "data[a]: expected text, found the number 1: put it in quotes");
    assertThat(get(MAPS + "/page").code()).isEqualTo(404);
  }

  @Test
  void scaleReadsAndChangesTheReplicasOnly() {
    String path = "/apis/apps/v1/namespaces/default/deployments";
    assertThat(call("POST", path, WEB).code()).isEqualTo(201);
    JsonNode scale = get(path + "/web/scale").body();
    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(2);

    Reply changed =
        call(
            "PUT",
            path + "/web/scale",
            scale.toString().replace("\"replicas\":2", "\"replicas\":5"));

    assertThat(changed.code()).isEqualTo(200);
    assertThat(get(path + "/web").body().at("/spec/replicas").asInt()).isEqualTo(5);
    assertThat(get(path + "/web").body().at("/metadata/generation").asInt()).isEqualTo(2);
  }

  @Test
  void aTableHasTheColumnsThatAreShown() {
    call("POST", MAPS, PAGE);

    Reply table =
        sent(
            request("GET", MAPS, "")
                .header("Authorization", "Bearer right")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .build());

    assertThat(table.text("/kind")).isEqualTo("Table");
    assertThat(table.body().path("columnDefinitions").findValuesAsText("name"))
        .startsWith("Name", "Data", "Age");
    assertThat(table.text("/rows/0/cells/0")).isEqualTo("page");
  }

  @Test
  void applyTakesAllDocumentsOrNone() {
    String bad =
        "---\n" + PAGE + "\n---\n" + PAGE.replace("page", "other").replace("\"data\"", "\"dta\"");

    Reply no = call("POST", "/nokube/v1/apply?source=x.yaml&namespace=default", bad);
    assertThat(no.code()).isEqualTo(422);
    assertThat(no.text("/problems/0")).startsWith("x.yaml:4:").contains("did you mean data?");
    assertThat(get(MAPS + "/page").code()).isEqualTo(404);

    String good = "---\n" + PAGE + "\n---\n" + PAGE.replace("page", "other");
    Reply yes = call("POST", "/nokube/v1/apply?source=x.yaml&namespace=default", good);
    assertThat(yes.body().path("results").findValuesAsText("result"))
        .containsExactly("created", "created");
    Reply again = call("POST", "/nokube/v1/apply?source=x.yaml&namespace=default", good);
    assertThat(again.body().path("results").findValuesAsText("result"))
        .containsExactly("unchanged", "unchanged");
  }

  @Test
  void theClustersOwnNamespaceIsTakenByNobody() {
    String own =
        PAGE.replace("\"name\":\"page\"", "\"name\":\"page\",\"namespace\":\"nokube-system\"");
    String maps = "/api/v1/namespaces/nokube-system/configmaps";

    Reply applied =
        call("POST", "/nokube/v1/apply?source=x.yaml&namespace=default", PAGE + "\n---\n" + own);
    assertThat(applied.code()).isEqualTo(403);
    assertThat(applied.text("/problems/0")).contains("nokube new-or-update alone");
    assertThat(get(MAPS + "/page").code()).isEqualTo(404);
    assertThat(call("POST", maps, PAGE).code()).isEqualTo(403);
    assertThat(call("DELETE", maps + "/page", "").code()).isEqualTo(403);
    assertThat(call("DELETE", "/api/v1/namespaces/nokube-system", "").code()).isEqualTo(403);
    assertThat(call("DELETE", "/api/v1/namespaces/default", "").text("/message"))
        .isEqualTo("namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Test
  void whatItDoesNotDoItRefusesByName() {
    call("POST", MAPS, PAGE);

    Reply patch = call("PATCH", MAPS + "/page", "{}");
    assertThat(patch.code()).isEqualTo(415);
    assertThat(patch.text("/message"))
        .isEqualTo("patches are not supported: send the whole object with PUT");
    assertThat(call("DELETE", MAPS, "").code()).isEqualTo(405);
    assertThat(get("/apis/batch/v1/jobs").text("/message"))
        .isEqualTo("the server could not find the requested resource /apis/batch/v1/jobs");
    assertThat(get(MAPS + "?labelSelector=a%3Db%3Dc").code()).isEqualTo(400);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    Reply no = call("POST", MAPS, PAGE.replace("\"1\"", "\"" + "x".repeat(4 << 20) + "\""));

    assertThat(no.code()).isEqualTo(413);
    assertThat(no.text("/reason")).isEqualTo("RequestEntityTooLarge");
  }

  @Test
  void aClientThatHangsUpBeforeItsBodyHasComeIsNoError() throws Exception {
    try (Heard log = Heard.all()) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        client
            .getOutputStream()
            .write(
                "POST %s HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer right\r\nContent-Length: 9\r\n\r\n{"
                    .formatted(MAPS)
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(log.next(FailedRequest.class))
          .isEqualTo("DEBUG POST " + MAPS + ": its client hung up");
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void whatCannotBeReadIsNoErrorOfOurs() throws Exception {
    try (Heard log = Heard.all()) {
      Reply no = get(MAPS + "?watch=true&resourceVersion=latest");

      assertThat(no.code()).isEqualTo(400);
      assertThat(no.text("/message")).contains("latest");
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void ourOwnFaultIsAnErrorAndToldToTheClientToo() throws Exception {
    try (Heard log = Heard.all()) {
      Reply no = get("/nokube/v1/health");

      assertThat(no.code()).isEqualTo(500);
      assertThat(no.text("/message")).contains("nobody has looked");
      assertThat(log.next(FailedRequest.class)).isEqualTo("ERROR GET /nokube/v1/health failed");
    }
  }

  @Test
  void theClustersConfigurationIsKeptAsItWasSentAndWrittenOnlyIfItChanged() throws Exception {
    Reply none = get("/nokube/v1/config");
    assertThat(none.code()).isEqualTo(404);
    assertThat(none.text("/message")).isEqualTo("the cluster has no stored configuration yet");

    assertThat(config("cluster: demo # first\n")).isEqualTo("{\"changed\":true}");
    long written = revision();
    assertThat(config("cluster: demo # first\n")).isEqualTo("{\"changed\":false}");
    assertThat(revision()).isEqualTo(written);
    assertThat(config("cluster: demö # second\n")).isEqualTo("{\"changed\":true}");

    HttpResponse<String> read =
        http.send(
            request("GET", "/nokube/v1/config", "").header("Authorization", "Bearer right").build(),
            BodyHandlers.ofString());
    assertThat(read.body()).isEqualTo("cluster: demö # second\n");
    assertThat(call("PUT", "/nokube/v1/config", " ").code()).isEqualTo(400);
    assertThat(sent(request("PUT", "/nokube/v1/config", "x").build()).code()).isEqualTo(401);
  }

  private String config(String text) {
    return call("PUT", "/nokube/v1/config", text).body().toString();
  }

  private static long revision() {
    return switch (session.count(Span.key("/"))) {
      case Reading.Answer<Long>(Long count, long revision) -> revision;
      case Reading.Compacted<Long> _, Reading.Unavailable<Long> _ -> throw new AssertionError();
    };
  }

  @Test
  void aConfigurationThatSomebodyReplacedMeanwhileIsNotOverwritten() {
    StoredText stored =
        new StoredText(new ClusterConfig(session, new EtcdKeys(new ClusterName("race"))));
    ConfigStore raced =
        new ConfigStore() {
          @Override
          public Read<Config> read() {
            Read<Config> before = stored.read();
            assertThat(stored.replace("theirs", Revision.NONE)).isEqualTo(new Replaced.Yes());
            return before;
          }

          @Override
          public Replaced replace(String text, Revision basedOn) {
            return stored.replace(text, basedOn);
          }
        };

    Answer answer = new ConfigAnswer(raced).put("ours".getBytes(StandardCharsets.UTF_8));

    assertThat(answer.code()).isEqualTo(409);
    assertThat(stored.read().toString()).doesNotContain("theirs").contains("written at");
    assertThat(new ConfigAnswer(stored).get().body().toString()).isEqualTo("theirs");
  }
}
