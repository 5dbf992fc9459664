package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// The cluster that `nokube new-or-update` makes of a playground's hosts, and what a test looks at
/// from outside.
record HostCluster(Playground playground, Path home) {
  static final String IMAGE = "docker.io/library/busybox:1.36";
  private static final int PAGE = 18080;
  private static final long MINUTES = 15;

  private Nokube nokube() {
    return playground.nokube;
  }

  /// The image of what a test runs, in this machine's engine, from where it is pushed.
  void makeImage() {
    nokube()
        .ok(
            "agent-command",
            base64(
                "{\"operation\":\"make-image\",\"name\":\""
                    + IMAGE
                    + "\",\"deadlineSeconds\":120}"));
  }

  /// A Deployment of processes that do nothing, and are ended at once.
  static String deployment(String name, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
            - {name: main, image: "%3$s", imagePullPolicy: Never, command: [sleep, "1000000"]}
    """
        .formatted(name, replicas, IMAGE);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes the cluster's file.
  Path written(String text) {
    try {
      return Files.writeString(home.resolve("cluster.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Nokube.Result update(String text, String... options) {
    List<String> command =
        new ArrayList<>(List.of(Nokube.PROGRAM, "new-or-update", written(text).toString()));
    command.addAll(List.of(options));
    return nokube().run(command, MINUTES);
  }

  /// What a run printed that ended well.
  String updated(String text) {
    Nokube.Result result = update(text);
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  /// A run that goes on while the test does something.
  CompletableFuture<Nokube.Result> updating(String text) {
    return CompletableFuture.supplyAsync(
        () -> update(text), work -> Thread.ofVirtual().name("new-or-update").start(work));
  }

  /// Kills the process on a host that does what a run wants there, if it is there.
  ///
  /// @return whether it was there
  boolean killCommandAgent(String host) {
    for (String line : playground.exec(host, "ps", "-ww", "-eo", "pid,comm,args")) {
      List<String> words = List.of(line.strip().split("\\s+", -1));
      if (words.get(1).equals("java") && words.contains("io.nokube.host.Main")) {
        byte[] request = Base64.getDecoder().decode(words.getLast());
        if (json(new String(request, StandardCharsets.UTF_8))
            .path("operation")
            .asText()
            .equals("hold")) {
          playground.exec(host, "kill", "-KILL", words.getFirst());
          return true;
        }
      }
    }
    return false;
  }

  /// A line each container that runs: its host, its name, its id, and since when.
  List<String> containers(String... hosts) {
    List<String> all = new ArrayList<>();
    for (String host : hosts) {
      List<String> command = new ArrayList<>(List.of("docker", "inspect", "--format"));
      command.add("{{.Name}} {{.Id}} {{.State.StartedAt}}");
      command.addAll(playground.exec(host, "docker", "ps", "--no-trunc", "--quiet"));
      playground
          .exec(host, command.toArray(String[]::new))
          .forEach(line -> all.add(host + " " + line.replaceFirst("/", "")));
    }
    return all;
  }

  long revision() {
    return revision(List.of("n1"));
  }

  /// @param heads whose members are asked
  long revision(List<String> heads) {
    return json(etcdOf(heads, "get", "/nokube/" + playground.name + "/id", "--write-out=json"))
        .path("header")
        .path("revision")
        .asLong();
  }

  /// As an operator asks it, with the certificate that a run left.
  String etcd(String... words) {
    return etcdOf(List.of("n1"), words);
  }

  /// @param heads whose members are asked
  String etcdOf(List<String> heads, String... words) {
    Nokube.Result result = nokube().run(etcdctl(heads, words));
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  /// The command that an operator types, with the certificate that a run left.
  List<String> etcdctl(List<String> heads, String... words) {
    Path folder = home.resolve("clusters").resolve(playground.name);
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcdctl",
                "--cacert=" + folder.resolve("ca.crt"),
                "--cert=" + folder.resolve("etcd.crt"),
                "--key=" + folder.resolve("etcd.key"),
                heads.stream()
                    .map(head -> "https://" + playground.address(head) + ":2379")
                    .collect(Collectors.joining(",", "--endpoints=", ""))));
    command.addAll(List.of(words));
    return command;
  }

  /// Where pods of a label run.
  Set<String> nodesOf(String label) {
    Set<String> nodes = new TreeSet<>();
    JsonNode pods = json(nokube().ok("get", "pods", "-l", label, "-o", "json").output());
    for (JsonNode pod : pods.path("items")) {
      boolean leaves = pod.path("metadata").has("deletionTimestamp");
      if (!leaves && pod.path("status").path("phase").asText().equals("Running")) {
        nodes.add(pod.path("spec").path("nodeName").asText());
      }
    }
    return nodes;
  }

  /// Where the example's page is, if one of its pods runs there.
  URI pageAt(String host) {
    return URI.create("http://" + playground.address(host) + ":" + PAGE + "/");
  }

  String page(String host) {
    try {
      HttpURLConnection connection = (HttpURLConnection) pageAt(host).toURL().openConnection();
      connection.setConnectTimeout(5000);
      connection.setReadTimeout(5000);
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      return e.toString();
    }
  }
}
