package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a pod says that can't run as it is, or not at all. Most are applied together, those that go
/// through something by themselves; each test looks at some of them.
class TroubledPodsTest {
  @TempDir private static Path home;
  private static Cluster cluster;
  private static ServerSocket stranger;

  @BeforeAll
  static void quickstart() throws IOException {
    cluster = Cluster.quickstart(home);
    stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
    cluster.apply(
        String.join(
            "\n---\n",
            pod(
                "no-setting",
                "",
                "env: [{name: A, valueFrom: {configMapKeyRef: {name: late, key: a}}}]"),
            pod(
                "no-volume",
                "volumes: [{name: v, secret: {secretName: late}}],",
                "volumeMounts: [{name: v, mountPath: /v}]"),
            pod("no-pull", "", "image: \"absent:1\", imagePullPolicy: Never"),
            pod("no-command", "", "command: [/bin/absent]"),
            pod("no-command-once", "restartPolicy: Never,", "command: [absent]"),
            pod(
                "no-room",
                "nodeSelector: {kubernetes.io/hostname: n2},",
                "resources: {requests: {cpu: 64, memory: 1Ti}}"),
            pod("port-of-a-stranger", "nodeName: n1,", port(stranger.getLocalPort())),
            pod("port", "nodeName: n2,", port(28_091)),
            pod("port-of-a-pod", "nodeSelector: {kubernetes.io/hostname: n2},", port(28_091)),
            pod("port-of-a-pod-of-its-node", "nodeName: n2,", port(28_091))));
  }

  @AfterAll
  static void clean() throws IOException {
    stranger.close();
    cluster.close();
  }

  private static String port(int port) {
    return "ports: [{containerPort: 80, hostPort: " + port + "}]";
  }

  /// @param container what it has besides a name, or instead of busybox and sleep
  private static String pod(String name, String spec, String container) {
    String image =
        container.contains("image:") ? "" : "image: \"docker.io/library/busybox:1.36\", ";
    String command = container.contains("command:") ? "" : "command: [sleep, \"100000\"], ";
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec: {%s terminationGracePeriodSeconds: 0,
      containers: [{name: main, %s%s%s}]}
    """
        .formatted(name, spec, image, command, container);
  }

  @Test
  void aConfigMapOrSecretThatIsNotThereIsWaitedFor() {
    assertThat(waiting("no-setting", "CreateContainerConfigError"))
        .isEqualTo("configmap \"late\" not found");
    assertThat(waiting("no-volume", "CreateContainerConfigError"))
        .isEqualTo("secret \"late\" not found");
    assertThat(warnings("no-setting")).contains("Error: configmap \"late\" not found");
    assertThat(warnings("no-volume"))
        .contains("MountVolume.SetUp failed for volume \"v\" : secret \"late\" not found");

    cluster.apply(
        """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {a: b}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: late}, stringData: {a: b}}
        """);

    container("no-setting", it -> it.path("ready").asBoolean());
    container("no-volume", it -> it.path("ready").asBoolean());
  }

  /// Applied by itself, for its first error is shown for two seconds only, and the next after ten.
  @Test
  void anImageThatCannotBeHadIsTriedAgainAndAgain() {
    cluster.apply(pod("no-image", "", "image: \"127.0.0.1:1/absent:1\""));
    String why = waiting("no-image", "ErrImagePull");
    assertThat(why)
        .startsWith("failed to pull image \"127.0.0.1:1/absent:1\": ")
        .endsWith("connect: connection refused");
    assertThat(waiting("no-image", "ImagePullBackOff"))
        .isEqualTo("Back-off pulling image \"127.0.0.1:1/absent:1\": ErrImagePull: " + why);
    assertThat(warnings("no-image")).contains("F" + why.substring(1), "Error: ErrImagePull");
  }

  @Test
  void anImageThatMustNotBePulled() {
    String why = "Container image \"absent:1\" is not present with pull policy of Never";
    assertThat(waiting("no-pull", "ErrImageNeverPull")).isEqualTo(why);
    assertThat(warnings("no-pull")).contains(why, "Error: ErrImageNeverPull");
  }

  @Test
  void aCommandThatIsNotThereIsACrash() {
    String why = "exec: \"/bin/absent\": stat /bin/absent: no such file or directory";
    waiting("no-command", "CrashLoopBackOff");

    JsonNode last =
        container("no-command", it -> it.at("/lastState/terminated").isObject())
            .at("/lastState/terminated");
    assertThat(last.path("reason").asText()).isEqualTo("ContainerCannotRun");
    assertThat(last.path("exitCode").asInt()).isEqualTo(127);
    assertThat(last.path("message").asText()).isEqualTo(why);
    assertThat(warnings("no-command"))
        .contains("Error: failed to start container \"main\": " + why);
  }

  @Test
  void aCommandThatIsNotThereEndsAPodThatRunsOnce() {
    JsonNode pod = pod("no-command-once", it -> it.at("/status/phase").asText().equals("Failed"));

    JsonNode ended = pod.at("/status/containerStatuses/0/state/terminated");
    assertThat(ended.path("reason").asText()).isEqualTo("ContainerCannotRun");
    assertThat(ended.path("message").asText())
        .isEqualTo("exec: \"absent\": executable file not found in $PATH");
    assertThat(cluster.ofPods("no-command-once")).isEmpty();
  }

  @Test
  void aCrashIsMendedAtOnceThenAfterADelayThatDoubles() {
    cluster.apply(pod("crashes", "", "command: [sh, -c, exit 3]"));
    String uid = pod("crashes", it -> true).at("/metadata/uid").asText();
    for (int restarts : List.of(1, 2)) {
      JsonNode status =
          container(
              "crashes",
              it ->
                  it.path("restartCount").asInt() == restarts
                      && it.at("/state/waiting/reason").asText().equals("CrashLoopBackOff"));
      assertThat(status.at("/state/waiting/message").asText())
          .isEqualTo(
              "back-off %ds restarting failed container=main pod=crashes_default(%s)"
                  .formatted(10 * restarts, uid));
      assertThat(status.at("/lastState/terminated/exitCode").asInt()).isEqualTo(3);
      assertThat(status.at("/lastState/terminated/reason").asText()).isEqualTo("Error");
    }
    assertThat(warnings("crashes"))
        .contains("Back-off restarting failed container main in pod crashes_default(" + uid + ")");
  }

  @Test
  void aPodThatFitsNoNodeSaysWhatSpokeAgainstEach() {
    assertThat(unschedulable("no-room"))
        .isEqualTo(
            "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 2 node(s) didn't match Pod's node affinity/selector.");
    assertThat(warnings("no-room")).containsExactly(unschedulable("no-room"));
  }

  @Test
  void aPortThatAStrangerHasIsNamed() {
    waiting("port-of-a-stranger", "CrashLoopBackOff");

    assertThat(
            container("port-of-a-stranger", it -> it.at("/lastState/terminated").isObject())
                .at("/lastState/terminated/message")
                .asText())
        .contains(" 127.0.0.2:" + stranger.getLocalPort() + ":")
        .endsWith("address already in use");
    assertThat(cluster.ofPods("port-of-a-stranger")).isEmpty();
  }

  @Test
  void aPortThatAnotherPodHas() {
    container("port", it -> it.path("ready").asBoolean());

    assertThat(unschedulable("port-of-a-pod"))
        .isEqualTo(
            "0/3 nodes are available: 1 node(s) didn't have free ports for the requested pod ports, 2 node(s) didn't match Pod's node affinity/selector.");
    JsonNode rejected =
        pod("port-of-a-pod-of-its-node", it -> it.at("/status/phase").asText().equals("Failed"));
    assertThat(rejected.at("/status/reason").asText()).isEqualTo("NodePorts");
    assertThat(rejected.at("/status/message").asText())
        .isEqualTo(
            "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports");
  }

  /// What its container says once it waits for that reason.
  private static String waiting(String pod, String reason) {
    return container(pod, it -> it.at("/state/waiting/reason").asText().equals(reason))
        .at("/state/waiting/message")
        .asText();
  }

  private static String unschedulable(String name) {
    JsonNode pod = pod(name, it -> it.at("/status/conditions/0/type").isTextual());
    JsonNode condition = pod.at("/status/conditions/0");
    assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
    assertThat(condition.path("type").asText()).isEqualTo("PodScheduled");
    assertThat(condition.path("status").asText()).isEqualTo("False");
    assertThat(condition.path("reason").asText()).isEqualTo("Unschedulable");
    return condition.path("message").asText();
  }

  /// The status of its only container once it is so.
  private static JsonNode container(String pod, Predicate<JsonNode> condition) {
    return pod(pod, it -> condition.test(it.at("/status/containerStatuses/0")))
        .at("/status/containerStatuses/0");
  }

  private static JsonNode pod(String name, Predicate<JsonNode> condition) {
    AtomicReference<JsonNode> seen = new AtomicReference<>(cluster.get("pod", name));
    await(
        "pod " + name,
        () -> {
          seen.set(cluster.get("pod", name));
          return condition.test(seen.get());
        });
    return seen.get();
  }

  /// The messages of its warnings.
  private static List<String> warnings(String pod) {
    return cluster
        .nokube
        .ok("events")
        .output()
        .lines()
        .map(line -> line.split(" {2,}"))
        .filter(cells -> cells[1].equals("Warning") && cells[3].equals("pod/" + pod))
        .map(cells -> cells[5])
        .toList();
  }
}
