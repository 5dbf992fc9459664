package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What the README promises a newcomer, on real etcd and real Docker, with the distribution itself.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartTest {
  private static final String STRANGER = "nokube-acceptance-stranger";

  @TempDir private static Path home;
  private static Cluster cluster;
  private static Nokube nokube;

  @BeforeAll
  static void quickstart() {
    cluster = Cluster.quickstart(home);
    nokube = cluster.nokube;
    nokube.docker(
        "run", "-d", "--name", STRANGER, "docker.io/library/busybox:1.36", "sleep", "100000");
  }

  @AfterAll
  static void cleanRemovesAllThatIsOursAndNothingElse() throws IOException {
    try {
      cluster.close();
      assertThat(nokube.docker("ps", "-aq", "--filter", cluster.label)).isEmpty();
      assertThat(nokube.docker("ps", "-q", "--filter", "name=" + STRANGER)).hasSize(1);
      assertThat(home.resolve("quickstart")).doesNotExist();
      assertThat(
              ProcessHandle.allProcesses()
                  .flatMap(process -> process.info().commandLine().stream()))
          .noneMatch(line -> line.contains(home.toString()));
    } finally {
      nokube.docker("rm", "-f", STRANGER);
    }
  }

  @Test
  @Order(1)
  void quickstartServesAPageAndHealsAKilledContainer() {
    assertThat(cluster.shown)
        .contains("joined in")
        .contains("\"Hello from a ConfigMap\"")
        .contains("running again after");
    assertThat(nokube.ok("get", "pods").output())
        .contains("web-")
        .contains("clock-n1")
        .contains("clock-n2")
        .contains("clock-n3");
  }

  @Test
  @Order(2)
  void aSecondQuickstartStartsNothingAnew() {
    List<String> before = cluster.running();

    nokube.ok("quickstart");

    assertThat(cluster.running()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void aChangedConfigMapIsSeenByTheRunningContainer() throws IOException {
    Path page = home.resolve("page.yaml");
    Files.writeString(
        page,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: page
        data:
          index.html: Hello again
        """);
    List<String> before = cluster.running();

    nokube.ok("apply", "-f", page.toString());

    await("the new page", () -> pages().stream().allMatch("Hello again"::equals));
    assertThat(cluster.running()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void aBadManifestIsRefusedWhereItIsBadAndChangesNothing() throws IOException {
    Path bad = home.resolve("bad.yaml");
    Files.writeString(
        bad,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: fine
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: page
        dta:
          a: b
        """);

    Nokube.Result result = nokube.run("apply", "-f", bad.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("bad.yaml:10:1").contains("dta").contains("data");
    assertThat(nokube.run("get", "configmap", "fine").code()).isEqualTo(1);
  }

  @Test
  @Order(5)
  void aWrongTokenIsRefused() throws IOException {
    String api = cluster.status().at("/endpoints/api").asText();
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(api + "/api/v1/pods").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer wrong");

    assertThat(connection.getResponseCode()).isEqualTo(401);
  }

  @Test
  @Order(6)
  void aDeletedDeploymentLeavesNothing() {
    nokube.ok("delete", "deployment", "web");

    await("the end of its pods", () -> !nokube.ok("get", "pods").output().contains("web-"));
    assertThat(
            nokube.docker(
                "ps",
                "-aq",
                "--filter",
                cluster.label,
                "--filter",
                "label=io.nokube.namespace=default"))
        .hasSizeLessThanOrEqualTo(6);
    for (String node : List.of("n1", "n2", "n3")) {
      assertThat(
              home.resolve("quickstart")
                  .resolve(node)
                  .resolve("workspace/kubecontroller/default/deployment-web"))
          .doesNotExist();
    }
    await("the end of its actors", () -> !nokube.ok("tree").output().contains("deployment-web"));
  }

  private static List<String> pages() {
    String pods = nokube.ok("get", "pods", "-l", "app=web", "-o", "wide").output();
    Map<String, String> addresses = Map.of("n1", "127.0.0.2", "n2", "127.0.0.3", "n3", "127.0.0.4");
    return pods.lines()
        .skip(1)
        .map(line -> addresses.get(line.substring(line.lastIndexOf(' ') + 1)))
        .map(QuickstartTest::fetch)
        .toList();
  }

  private static String fetch(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + address + ":18080/").toURL().openConnection();
      connection.setConnectTimeout(5000);
      connection.setReadTimeout(5000);
      try (var in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      return e.toString();
    }
  }
}
