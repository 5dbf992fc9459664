package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The only agent of a cluster of its own, in the etcd of another.
final class LonelyAgent implements AutoCloseable {
  static final Path VERTICLES =
      Path.of("../distribution/target/nokube/verticles-config").toAbsolutePath().normalize();
  private static final Path DOCKER = Path.of("/var/run/docker.sock");

  final Nokube nokube;

  private final Path folder;
  private final Path verticles;
  private final String label;
  private final Process process;

  private LonelyAgent(Path folder, Path verticles, String label, Process process) {
    this.nokube = new Nokube(folder);
    this.folder = folder;
    this.verticles = verticles;
    this.label = label;
    this.process = process;
  }

  /// On this machine's engine.
  ///
  /// @param isolation what the configuration says of `on_isolation`, and below it
  /// @param apiPort 0: any, and another one for its successor
  static LonelyAgent on(EtcdProcess etcd, Path folder, String isolation, int apiPort)
      throws IOException {
    String like =
        """
        cluster: of-another
        id: "1"
        on_isolation: %s
        etcd:
          endpoints: ["%s"]
          lease_ttl: 2s
          lease_renew: 500ms
          request_timeout: 1s
          reconnect_bound: 2s
          quota_backend_bytes: 2147483648
        nodes:
          n1:
            role: head
            address: of-another
            api_port: %d
            workspace: of-another
            memory: /of-another
            docker: of-another
            host_root: /
            allocatable: {cpu: "1", memory: 1Gi, pods: "10"}
            labels: {}
            taints: []
          n2:
        """
            .formatted(isolation, etcd.endpoint(), apiPort);
    return start(folder, like, DOCKER, VERTICLES);
  }

  /// @param like the configuration of a cluster with a node n1
  /// @param docker the engine's socket, which need not be there
  static LonelyAgent start(Path folder, String like, Path docker, Path verticles)
      throws IOException {
    String id = UUID.randomUUID().toString();
    Path config = folder.resolve("cluster.yaml");
    String own =
        like.substring(0, like.indexOf("  n2:"))
            .replaceFirst("cluster: .*", "cluster: lonely")
            .replaceFirst("id: .*", "id: " + id)
            .replaceFirst("address: .*", "address: 127.0.0.9")
            .replaceFirst("workspace: .*", "workspace: " + folder.resolve("workspace"))
            .replaceFirst("memory: /.*", "memory: " + folder.resolve("memory"))
            .replaceFirst("docker: .*", "docker: unix://" + docker);
    Files.writeString(config, own);
    Files.writeString(folder.resolve("token"), "lonely");
    Path ready = folder.resolve("ready.json");
    Process process = process(folder, verticles);
    LonelyAgent agent =
        new LonelyAgent(folder, verticles, "label=io.nokube.cluster-id=" + id, process);
    await("the agent", () -> Files.exists(ready) || !process.isAlive());
    Files.writeString(
        folder.resolve("credentials.json"),
        "{\"cluster\":\"lonely\",\"api\":\"%s\",\"token\":\"lonely\"}"
            .formatted(Cluster.json(Files.readString(ready)).path("api").asText()));
    return agent;
  }

  private static Process process(Path folder, Path verticles) throws IOException {
    return new ProcessBuilder(
            Nokube.PROGRAM,
            "agent",
            "--node",
            "n1",
            "--config",
            folder.resolve("cluster.yaml").toString(),
            "--verticles",
            verticles.toString(),
            "--token-file",
            folder.resolve("token").toString(),
            "--ready-file",
            folder.resolve("ready.json").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("agent.log").toFile())
        .start();
  }

  /// As a crash ends it: its containers run on.
  void kill() {
    process.destroyForcibly();
    await("the end of the agent", () -> !process.isAlive());
  }

  /// Another process for the same node, which need not find etcd.
  LonelyAgent successor() throws IOException {
    return new LonelyAgent(folder, verticles, label, process(folder, verticles));
  }

  /// Ids of the containers that were started between the two; waits for the latter.
  List<String> startedUntil(Instant from, Instant to) {
    return nokube.docker(
        "events",
        "--since",
        seconds(from),
        "--until",
        seconds(to),
        "--filter",
        label,
        "--filter",
        "event=start",
        "--format",
        "{{.ID}}");
  }

  private static String seconds(Instant time) {
    return "%d.%09d".formatted(time.getEpochSecond(), time.getNano());
  }

  /// A manifest of two pods: one that is bound to the node as it is, one that is to be placed.
  Path pods() throws IOException {
    return Files.writeString(
        folder.resolve("pods.yaml"),
        pod("bound", "nodeName: n1") + "---\n" + pod("free", "restartPolicy: Always"));
  }

  /// Applies [#pods()].
  ///
  /// @return ids of their containers
  List<String> runningPods() throws IOException {
    nokube.ok("apply", "--wait", "-f", pods().toString());
    List<String> containers = containers();
    assertThat(containers).hasSize(2);
    return containers;
  }

  private static String pod(String name, String more) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      %s
      terminationGracePeriodSeconds: 0
      containers:
        - name: main
          image: docker.io/library/busybox:1.36
          command: [sleep, "100000"]
    """
        .formatted(name, more);
  }

  /// What `get` shows of the node.
  String node() {
    return nokube.ok("get", "nodes", "-o", "wide").output();
  }

  /// The node's conditions.
  String ready() {
    return Cluster.json(nokube.ok("get", "node", "n1", "-o", "json").output())
        .at("/status/conditions")
        .toString();
  }

  /// What `get` shows of a pod.
  String pod(String name) {
    return nokube.ok("get", "pod", name).output();
  }

  String events() {
    return nokube.ok("events").output();
  }

  /// Ids of its containers that run.
  List<String> containers() {
    return nokube.docker("ps", "-q", "--filter", label);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    await("the end of the agent", () -> !process.isAlive());
    List<String> left = nokube.docker("ps", "-aq", "--filter", label);
    left.forEach(container -> nokube.docker("rm", "-f", container));
  }
}
