package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static io.nokube.acceptance.Cluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Bare hosts, reached only over SSH, become a cluster; run again, nothing changes; changed, only
/// what it concerns does; and in the end nothing is left.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewOrUpdateTest {

  @TempDir private static Path home;
  private static Playground playground;
  private static Nokube nokube;
  private static HostCluster cluster;
  private static String three;
  private static PrivateRegistry registry;

  @BeforeAll
  static void up() throws IOException {
    playground = Playground.up(home, "cluster", "--hosts", "3", "--bare", "n3");
    nokube = playground.nokube;
    cluster = new HostCluster(playground, home);
    three = Files.readString(playground.clusterFile());
    cluster.makeImage();
    registry = PrivateRegistry.with(HostCluster.IMAGE, playground, home);
  }

  @AfterAll
  static void down() {
    try {
      playground.close();
    } finally {
      registry.close();
    }
  }

  /// A file of these hosts, of which n1 is the head.
  private static String file(String... hosts) {
    String begin = three.substring(0, three.indexOf("nodes:\n") + 7);
    StringBuilder all =
        new StringBuilder(
            begin
                .replaceFirst("members: .*", "members: [n1]")
                .replace("images: {mirrors: []}\n", registry.settings()));
    for (String host : hosts) {
      int from = three.indexOf("  " + host + ":\n");
      int to = three.indexOf("\n  n", from + 1);
      String block = to < 0 ? three.substring(from) : three.substring(from, to + 1);
      all.append(host.equals("n1") ? block : block.replace("role: head", "role: worker"));
    }
    return all.toString();
  }

  private static List<String> without(List<String> containers, String name) {
    return containers.stream().filter(line -> !line.contains(name)).toList();
  }

  @Test
  @Order(1)
  void aPlanSaysWhatWouldHappenAndDoesNothing() {
    Nokube.Result plan = cluster.update(file("n1", "n3"), "--plan");

    assertThat(plan.code()).as(plan.output()).isZero();
    assertThat(plan.output()).contains("n1").contains("start etcd").contains("start the agent");
    assertThat(playground.ssh("n3", "ls /root/.nokube").code()).isNotZero();
  }

  @Test
  @Order(2)
  void bareHostsBecomeAClusterThatRunsAnExample() {
    String shown = cluster.updated(file("n1", "n3"));

    assertThat(shown).contains("is ready: 2/2 nodes");
    assertThat(nokube.ok("get", "nodes").output()).contains("n1").contains("n3");
    nokube.ok("image", "push", HostCluster.IMAGE);
    nokube.ok("apply", "-f", "../../examples/quickstart", "--wait");
    assertThat(cluster.nodesOf("app=clock")).containsExactly("n1", "n3");
    assertThat(cluster.nodesOf("app=web")).containsExactly("n1", "n3");
    assertThat(cluster.page("n3")).isEqualTo("Hello from a ConfigMap");
    assertThat(nokube.ok("image", "push", HostCluster.IMAGE).output()).contains("nothing to copy");
  }

  @Test
  @Order(3)
  void runAgainItChangesNothing() {
    List<String> before = cluster.containers("n1", "n3");
    nokube.ok("apply", "-f", "../../examples/quickstart", "--wait");
    long revision = cluster.revision();

    assertThat(cluster.updated(file("n1", "n3"))).contains("nothing to change (2 hosts checked in");

    assertThat(cluster.containers("n1", "n3")).isEqualTo(before);
    assertThat(cluster.revision()).isEqualTo(revision);
  }

  @Test
  @Order(4)
  void aLabelReplacesTheAgentOfItsNodeAlone() {
    List<String> before = cluster.containers("n1", "n3");
    String text = file("n1", "n3");
    int n3 = text.indexOf("  n3:");
    String labelled =
        text.substring(0, n3) + text.substring(n3).replace("labels: {}", "labels: {disk: ssd}");

    cluster.updated(labelled);

    await(
        "the label",
        () -> nokube.ok("get", "nodes", "-l", "disk=ssd", "-o", "name").output().contains("n3"));
    List<String> after = cluster.containers("n1", "n3");
    String agent = "nokube-" + playground.name + "-agent";
    assertThat(without(after, "n3 " + agent)).isEqualTo(without(before, "n3 " + agent));
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  @Order(5)
  void aCommandAgentThatIsKilledAloneEndsTheRunWithItsNodeAndStep() {
    CompletableFuture<Nokube.Result> run = cluster.updating(file("n1", "n2", "n3"));
    boolean killed = false;
    while (!killed && !run.isDone()) { // a look takes its time, and the run has a deadline
      killed =
          playground.exec("n2", "sh", "-c", "docker ps || true").toString().contains("-agent")
              && cluster.killCommandAgent("n2");
    }

    Nokube.Result result = run.join();

    assertThat(killed).as(result.output()).isTrue();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .contains("n2: agent: the command agent was killed (signal 9)")
        .contains("done on n2: connect, upload")
        .contains("running this again is safe");
  }

  /// After the run that was cut short: what is missing is made up for.
  @Test
  @Order(6)
  void aNodeThatIsAddedJoins() {
    List<String> before = cluster.containers("n1", "n3");

    cluster.updated(file("n1", "n2", "n3"));

    assertThat(nokube.ok("get", "nodes").output()).contains("n2");
    nokube.ok("image", "push", HostCluster.IMAGE);
    await("n2's clock", () -> cluster.nodesOf("app=clock").contains("n2"));
    assertThat(without(cluster.containers("n1", "n3"), "-agent "))
        .isEqualTo(without(before, "-agent "));
  }

  /// Of an image that is made on another, nodes are sent what is new.
  @Test
  @Order(7)
  void anImageIsCopiedWithoutTheLayersThatNodesHave() throws IOException {
    String base = made(HostCluster.IMAGE, "base", 8_000_000);
    String shop = made(base, "shop", 1000);

    String whole = nokube.ok("image", "push", base).output();
    String thin = nokube.ok("image", "push", shop).output();

    assertThat(whole).contains("copied to n1, n2, n3").containsPattern(" 8\\.[0-9] MB");
    assertThat(thin).contains("copied to n1, n2, n3").contains("0.0 MB, it has the other ");
    for (String host : List.of("n1", "n2", "n3")) {
      List<String> count = List.of("docker", "run", "--rm", shop, "wc", "-c", "/base", "/shop");
      assertThat(playground.exec(host, count.toArray(String[]::new)).toString())
          .contains("8000000 /base", "1000 /shop");
      playground.exec(host, "docker", "rmi", shop, base);
    }
    nokube.docker("rmi", shop, base);
  }

  /// An image with one more layer: a file of that name, of random bytes.
  private static String made(String image, String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Path file = Files.write(home.resolve(name), content);
    String container = nokube.docker("create", image, "true").getFirst();
    nokube.docker("cp", file.toString(), container + ":/" + name);
    String made = "nokube-test/" + name + ":1";
    nokube.docker("commit", container, made);
    nokube.docker("rm", container);
    return made;
  }

  @Test
  @Order(8)
  void aSecondRunIsRefusedWhileOneHoldsTheHosts() {
    String folder = playground.exec("n1", "sh", "-c", "ls -d /root/.nokube/dist/*").getFirst();
    String hold =
        HostCluster.base64(
            ("{\"operation\":\"hold\",\"workspace\":\"/var/lib/nokube/%1$s\",\"cluster\":\"%1$s\","
                    + "\"holder\":\"somebody else\",\"deadlineSeconds\":60}")
                .formatted(playground.name));
    try (Held held = Held.by(playground, "n1", folder, hold)) {
      Nokube.Result second = cluster.update(file("n1", "n2", "n3"));

      assertThat(second.code()).isEqualTo(1);
      assertThat(second.output()).contains("somebody else");
      assertThat(held.isHeld()).isTrue();
    }
  }

  @Test
  @Order(9)
  void podsImagesComeFromARegistryThatWantsALoginAndHasAnAuthorityOfItsOwn() throws IOException {
    pod("puller");

    assertThat(
            playground
                .sshOk("n1", "stat -c '%a %U' " + workspace() + "tls/registries.json")
                .strip())
        .isEqualTo("600 root");
  }

  @Test
  @Order(10)
  void aPasswordThatChangesCountsFromTheNextPullOnAndRestartsNothing() throws IOException {
    registry.takesAnotherPassword();
    Path refused = manifest("refused");
    nokube.ok("apply", "-f", refused.toString());
    await(
        "the registry's refusal",
        () -> nokube.ok("get", "pods", "refused", "-o", "json").output().contains("ErrImagePull"));
    String events = nokube.ok("events").output() + nokube.ok("get", "pods", "-o", "json").output();
    nokube.ok("delete", "pod", "refused");
    List<String> before = cluster.containers("n1", "n2", "n3");

    assertThat(cluster.updated(file("n1", "n2", "n3"))).contains("is ready: 3/3 nodes");

    assertThat(cluster.containers("n1", "n2", "n3")).isEqualTo(before);
    pod("second-puller");
    assertThat(events).contains("unauthorized: authentication required");
    for (String password : registry.passwords()) {
      assertThat(events).doesNotContain(password);
    }
    nokube.ok("delete", "pod", "puller", "second-puller");
  }

  /// Has a pod run whose image is pulled.
  private static void pod(String name) throws IOException {
    nokube.ok("apply", "-f", manifest(name).toString(), "--wait");
  }

  private static Path manifest(String name) throws IOException {
    return Files.writeString(
        home.resolve(name + ".yaml"),
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - {name: main, image: "%s", imagePullPolicy: Always, command: [sleep, "1000000"]}
        """
            .formatted(name, registry.image()));
  }

  private static String workspace() {
    return "/var/lib/nokube/" + playground.name + "/";
  }

  @Test
  @Order(11)
  void noSecretStandsAnywhereInPlainText() throws IOException {
    String own = "opensesame-" + Long.toHexString(System.nanoTime());
    Path manifest =
        Files.writeString(
            home.resolve("secret.yaml"),
            "{apiVersion: v1, kind: Secret, metadata: {name: door}, stringData: {word: %s}}%n"
                .formatted(own));
    nokube.ok("apply", "-f", manifest.toString());
    List<String> secrets = new ArrayList<>(List.of(own, HostCluster.base64(own)));
    registry
        .passwords()
        .forEach(password -> secrets.addAll(List.of(password, HostCluster.base64(password))));
    for (String file :
        List.of("tls/token", "tls/sealing.key", "tls/node.key", "authority/ca.key")) {
      // Of a key, a line in its middle.
      List<String> lines = playground.sshOk("n1", "cat " + workspace() + file).lines().toList();
      secrets.add(lines.get(lines.size() / 2).strip());
    }
    List<String> places = new ArrayList<>();
    places.add(cluster.etcd("get", "/", "--prefix", "--write-out=simple"));
    for (String host : List.of("n1", "n2", "n3")) {
      String files = "grep -rlF -e '%s' /root /etc /var/lib/nokube /var/log || true";
      assertThat(playground.sshOk(host, files.formatted(registry.passwords().getFirst())))
          .as("where the password of before lies on " + host)
          .isEmpty();
      assertThat(playground.sshOk(host, files.formatted(registry.passwords().getLast())).strip())
          .as("where the password lies on " + host)
          .isEqualTo(workspace() + "tls/registries.json");
      places.add(String.join("\n", playground.exec(host, "ps", "-ww", "-eo", "args")));
      for (String container : playground.exec(host, "docker", "ps", "-q")) {
        places.add(playground.sshOk(host, "docker logs " + container + " 2>&1"));
      }
    }
    assertThat(places.getFirst()).as("what etcd holds").contains("/core/secrets/default/door");
    for (String secret : secrets) {
      assertThat(places).noneMatch(place -> place.contains(secret));
      assertThat(
              playground
                  .sshOk(
                      "n1",
                      "docker save $(docker images -q nokube/agent) | grep -c -a -F -e '%s' || true"
                          .formatted(secret))
                  .strip())
          .isEqualTo("0");
    }
    nokube.ok("delete", "secret", "door");
  }

  @Test
  @Order(12)
  void aRebootBringsAllBack() {
    playground.restart("n3");

    await(
        "n3",
        () -> {
          Nokube.Result nodes = nokube.run("get", "nodes", "n3");
          return nodes.output().contains("Ready") && !nodes.output().contains("NotReady");
        });
    await("n3's clock", () -> cluster.nodesOf("app=clock").contains("n3"));
  }

  @Test
  @Order(13)
  void aNodeThatLeavesIsEmptiedFirst() {
    cluster.updated(file("n1", "n2"));

    assertThat(cluster.nodesOf("app=web")).containsExactly("n1", "n2");
    assertThat(nokube.ok("get", "nodes").output()).doesNotContain("n3");
    assertThat(playground.exec("n3", "docker", "ps", "-aq")).isEmpty();
    assertThat(playground.ssh("n3", "ls /var/lib/nokube/" + playground.name).code()).isNotZero();
    await("n3's pods", () -> !nokube.ok("get", "pods", "-o", "wide").output().contains("n3"));
  }

  @Test
  @Order(14)
  void anotherHostKeyEndsTheRunBeforeAnythingChanges() {
    List<String> before = cluster.containers("n1", "n2");
    String wrong = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    Nokube.Result result =
        cluster.update(
            file("n1", "n2").replaceFirst("host_key: \"[^\"]*\"", "host_key: \"" + wrong + "\""));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output())
        .contains("n1: connect")
        .contains(wrong)
        .contains("Nothing was changed on any host.");
    assertThat(cluster.containers("n1", "n2")).isEqualTo(before);
  }

  @Test
  @Order(15)
  void aClockThatIsAnHourOffEndsTheRunBeforeAnythingChanges() {
    List<String> before = cluster.containers("n1", "n2");
    long revision = cluster.revision();
    playground.sshOk(
        "n2",
        """
        cp /etc/environment /etc/environment.kept 2>/dev/null || : >/etc/environment.kept
        ls /usr/lib/*/faketime/libfaketime.so.1 | sed s/^/LD_PRELOAD=/ >>/etc/environment
        echo FAKETIME=+3600s >>/etc/environment
        echo FAKETIME_DONT_FAKE_MONOTONIC=1 >>/etc/environment
        """);
    try {
      Nokube.Result result = cluster.update(file("n1", "n2"));

      assertThat(result.code()).as(result.output()).isEqualTo(1);
      assertThat(result.output())
          .containsPattern("n2: look: its clock is 3[56]\\d\\d s away from this machine's")
          .contains("set the clocks")
          .contains("Nothing was changed on any host.");
    } finally {
      playground.sshOk("n2", "mv /etc/environment.kept /etc/environment");
    }
    assertThat(cluster.containers("n1", "n2")).isEqualTo(before);
    assertThat(cluster.revision()).isEqualTo(revision);
  }

  @Test
  @Order(16)
  void aStrangerGetsNoAnswer() {
    String head = playground.address("n1");

    assertThat(
            nokube
                .run(List.of("etcdctl", "--endpoints=http://" + head + ":2379", "get", "/"))
                .code())
        .isNotZero();
    assertThat(
            nokube
                .run(
                    List.of(
                        "etcdctl",
                        "--insecure-skip-tls-verify",
                        "--endpoints=https://" + head + ":2379",
                        "get",
                        "/"))
                .code())
        .isNotZero();
    Path folder = home.resolve("clusters").resolve(playground.name);
    assertThat(
            nokube
                .run(
                    List.of(
                        "etcdctl",
                        "--cacert=" + folder.resolve("ca.crt"),
                        "--cert=" + folder.resolve("user.crt"),
                        "--key=" + folder.resolve("user.key"),
                        "--endpoints=https://" + head + ":2379",
                        "get",
                        "/"))
                .code())
        .as("a user's certificate opens no etcd")
        .isNotZero();
  }

  @Test
  @Order(17)
  void removedItLeavesNothing() {
    Nokube.Result result =
        nokube.run(
            List.of(
                Nokube.PROGRAM, "remove", cluster.written(file("n1", "n2")).toString(), "--yes"),
            10);

    assertThat(result.code()).as(result.output()).isZero();
    for (String host : List.of("n1", "n2")) {
      assertThat(playground.exec(host, "docker", "ps", "-aq")).isEmpty();
      assertThat(playground.exec(host, "find", "/etc/docker/certs.d", "-name", "*nokube*"))
          .isEmpty();
      assertThat(
              playground
                  .ssh(host, "ls /var/lib/nokube/" + playground.name + " /root/.nokube")
                  .code())
          .isNotZero();
    }
    assertThat(home.resolve("clusters").resolve(playground.name)).doesNotExist();
  }

  @Test
  @Order(18)
  void killedAtEachOfItsStepsItGoesOnFromThere() throws IOException, InterruptedException {
    Path one = cluster.written(file("n1"));
    Set<String> killedAt = new TreeSet<>();
    while (killedAtANewStep(one, killedAt)) {
      assertThat(killedAt).as("steps").hasSizeLessThan(40);
    }

    assertThat(killedAt)
        .anyMatch(step -> step.startsWith("registries"))
        .anyMatch(step -> step.startsWith("upload"))
        .anyMatch(step -> step.startsWith("verify"))
        .anyMatch(step -> step.startsWith("files"))
        .anyMatch(step -> step.startsWith("etcd"))
        .anyMatch(step -> step.startsWith("agent"));
    assertThat(cluster.updated(file("n1"))).contains("nothing to change (1 host checked in");
    assertThat(nokube.ok("get", "nodes").output()).contains("n1 ").contains("Ready");
    assertThat(cluster.containers("n1")).hasSize(2);
    assertThat(nokube.run(List.of(Nokube.PROGRAM, "remove", one.toString(), "--yes"), 10).code())
        .isZero();
  }

  /// @return whether it was killed; else it came to its end, and well
  private static boolean killedAtANewStep(Path file, Set<String> before)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Nokube.PROGRAM, "new-or-update", file.toString(), "-o", "json")
            .redirectErrorStream(true);
    builder.environment().put("NOKUBE_HOME", home.toString());
    Process process = builder.start();
    StringBuilder said = new StringBuilder();
    boolean killed = false;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      // Steps go on side by side: another may have begun just before the end came.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith("{") && json(line).path("state").asText().equals("started")) {
          JsonNode event = json(line);
          if (before.add(event.path("step").asText() + " " + event.path("detail").asText())) {
            process.toHandle().destroyForcibly(); // what it has said stays readable
            killed = true;
          }
        }
      }
    }
    int code = process.waitFor();
    if (!killed) {
      assertThat(code).as(said.toString()).isZero();
    }
    return killed;
  }
}
