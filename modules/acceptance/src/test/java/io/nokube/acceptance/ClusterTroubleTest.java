package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an agent says that can't start or can't work, and a command that may not; the cluster
/// beside it goes on.
class ClusterTroubleTest extends OnQuickstart {
  private String before = "";

  @BeforeEach
  void remember() {
    before = agents();
  }

  @AfterEach
  void theClusterIsAsItWas() {
    assertThat(agents()).isEqualTo(before);
    assertThat(cluster.nokube.ok("get", "nodes").output()).doesNotContain("NotReady");
  }

  @Test
  void aSettingMissingInTheClustersConfiguration() {
    Path config = config("a.yaml", config().replaceAll(" *lease_renew: .*\n| *docker: .*\n", ""));

    assertThat(refused(config, LonelyAgent.VERTICLES))
        .contains(
            config
                + ":6:3: etcd.lease_renew: missing; nokube has no default for it: How often an agent renews its lease.",
            config
                + ":13:5: nodes[n1].docker: missing; nokube has no default for it: The Docker engine's socket.");
  }

  @Test
  void aSettingMissingInTheVerticlesConfiguration() throws IOException {
    Path folder = Files.createDirectory(home.resolve("verticles"));
    Path worker = folder.resolve("worker.yaml");
    Files.writeString(
        worker,
        Files.readString(LonelyAgent.VERTICLES.resolve("worker.yaml"))
            .replaceAll(" *poll_parent: .*\n", "")
            .replace("pull_deadline: 10m", "pull_deadline: ten"));

    assertThat(refused(config("v.yaml", config()), folder))
        .contains(
            worker
                + ": runtime.poll_parent: missing, and nokube has no default for it: How often children poll their parents.",
            worker
                + ": engine.pull_deadline: \"ten\" is no duration: write such as 500ms, 2s, 10m or 1h");
  }

  @Test
  void aFileThatIsNotThere() {
    Path absent = home.resolve("absent.yaml");

    assertThat(refused(absent, LonelyAgent.VERTICLES))
        .contains("cannot read " + absent + ": there is no such file");
  }

  @Test
  void anEtcdThatHoldsAnotherClustersData() {
    Path config = config("b.yaml", config().replaceFirst("id: .*", "id: another"));

    assertThat(refused(config, LonelyAgent.VERTICLES))
        .contains(
            "etcd holds another cluster's data at /nokube/quickstart/id: its id is %s, and this agent's is another; use another etcd or another cluster name"
                .formatted(cluster.label.replaceFirst(".*=", "")));
  }

  @Test
  void anAddressThatOthersReachWithoutTls() {
    Path config = config("c.yaml", config().replace("address: 127.0.0.4", "address: 10.0.0.4"));

    assertThat(refused(config, LonelyAgent.VERTICLES))
        .contains(
            config
                + ":2:1: nodes[n3].address: 10.0.0.4 is not on this machine's loopback, and nobody may listen or join in there: add tls");
  }

  @Test
  void anEtcdThatIsDown() {
    Path config = config("d.yaml", config().replaceFirst("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:1"));

    assertThat(refused(config, LonelyAgent.VERTICLES))
        .anyMatch(line ->
            line.startsWith("etcd does not answer at [http://127.0.0.1:1]: is it running there? (")
                && line.contains("Connection refused"));
  }

  @Test
  void aWrongToken() throws IOException {
    Path other = Files.createDirectory(home.resolve("other"));
    Path credentials = other.resolve("credentials.json");
    String api = cluster.status().at("/endpoints/api").asText();
    Files.writeString(
        credentials,
        "{\"cluster\":\"quickstart\",\"api\":\"%s\",\"token\":\"wrong\"}".formatted(api));
    String manifest =
        cluster
            .file("token.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: refused}}")
            .toString();

    for (List<String> words :
        List.of(
            List.of("get", "pods"),
            List.of("get", "pods", "-w"),
            List.of("apply", "-f", manifest),
            List.of("delete", "deployment", "web"),
            List.of("scale", "deploy/web", "--replicas", "0"),
            List.of("logs", "clock-n1"),
            List.of("events"),
            List.of("tree"),
            List.of("status"))) {
      Nokube.Result refused = new Nokube(other).run(words.toArray(String[]::new));

      assertThat(refused.output())
          .as(words.toString())
          .isEqualTo(
              "the cluster does not take the token in %s. What made the cluster (`nokube quickstart` or `nokube new-or-update`) writes the right one.\n"
                  .formatted(credentials));
      assertThat(refused.code()).isEqualTo(1);
    }
    assertThat(cluster.exists("configmap", "refused")).isFalse();
    assertThat(cluster.exists("deployment", "web")).isTrue();
    assertThat(unauthorized(api))
        .isEqualTo(
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Unauthorized: the API takes only the cluster's bearer token\",\"reason\":\"Unauthorized\",\"code\":401}");
  }

  @Test
  void aDockerThatIsDownMakesItsNodeNotReadyAndIsWaitedFor() throws IOException {
    Path folder = Files.createDirectory(home.resolve("lonely"));
    Path socket = folder.resolve("docker.sock");
    String down =
        "Docker does not answer at unix://%s (No such file or directory); see whether the Docker engine is running on this node"
            .formatted(socket);
    try (DockerDoor door = new DockerDoor(socket);
        LonelyAgent lonely = LonelyAgent.start(folder, config(), socket, LonelyAgent.VERTICLES)) {
      await("the node", () -> lonely.node().contains("NotReady"));
      lonely.nokube.ok("apply", "-f", lonely.pods().toString());
      await("the bound pod's trouble", () -> lonely.events().contains(down));
      await("the other's", () -> lonely.events().contains("FailedScheduling"));
      assertThat(lonely.node()).contains("<unknown>");
      assertThat(lonely.ready()).contains("ContainerRuntimeDown", down);
      assertThat(lonely.events())
          .contains(
              "1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }", "NodeNotReady");
      assertThat(lonely.pod("bound")).contains("ContainerCreating");
      assertThat(lonely.pod("free")).contains("Pending");

      door.open();

      await("the node", () -> lonely.node().contains(" Ready"));
      await("the bound pod", () -> lonely.pod("bound").contains("Running"));
      await("the other", () -> lonely.pod("free").contains("Running"));
      assertThat(lonely.node()).contains("docker://");
      List<String> running = lonely.containers();
      assertThat(running).hasSize(2);

      door.shut();

      await("the node", () -> lonely.node().contains("NotReady"));
      assertThat(lonely.node()).contains("docker://");
      assertThat(lonely.pod("bound")).contains("Running");
      assertThat(lonely.containers()).isEqualTo(running);

      door.open();

      await("the node", () -> lonely.node().contains(" Ready"));
      assertThat(lonely.pod("bound")).contains("Running");
      assertThat(lonely.containers()).isEqualTo(running);
      assertThat(lonely.events()).contains("status is now: NodeReady");
      lonely.nokube.ok("delete", "pod", "bound");
      lonely.nokube.ok("delete", "pod", "free");
    }
  }

  private static String config() {
    return read(cluster.folder().resolve("cluster.yaml"));
  }

  private static Path config(String name, String text) {
    return cluster.file(name, text);
  }

  /// What an agent prints that ends at once.
  private static List<String> refused(Path config, Path verticles) {
    Nokube.Result ended =
        cluster.nokube.run(
            "agent",
            "--node",
            "n2",
            "--config",
            config.toString(),
            "--verticles",
            verticles.toString(),
            "--token-file",
            cluster.folder().resolve("token").toString(),
            "--ready-file",
            home.resolve("never.json").toString());
    assertThat(ended.code()).as(ended.output()).isEqualTo(1);
    assertThat(home.resolve("never.json")).doesNotExist();
    return ended.output().lines().toList();
  }

  /// The processes that the cluster's agents are, those that live.
  private static String agents() {
    StringBuilder agents = new StringBuilder();
    for (String node : List.of("n1", "n2", "n3")) {
      ProcessHandle agent = cluster.agent(node);
      agents.append(agent.pid()).append(agent.isAlive() ? " lives " : " is dead ");
    }
    return agents.toString();
  }

  private static String unauthorized(String api) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(api + "/api/v1/pods").toURL().openConnection();
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(5000);
    connection.setRequestProperty("Authorization", "Bearer wrong");
    assertThat(connection.getResponseCode()).isEqualTo(401);
    try (InputStream body = connection.getErrorStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
