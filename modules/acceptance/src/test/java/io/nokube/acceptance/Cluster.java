package io.nokube.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Quickstart's cluster in a home of its own, and what a test looks at from outside.
final class Cluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final Path home;
  final Nokube nokube;
  final String shown;
  final String label;

  private Cluster(Path home) {
    this.home = home;
    this.nokube = new Nokube(home);
    this.shown = started(nokube);
    this.label = "label=io.nokube.cluster-id=" + read(folder().resolve("id"));
  }

  static Cluster quickstart(Path home) {
    return new Cluster(home);
  }

  /// One that doesn't come up is left to nobody.
  private static String started(Nokube nokube) {
    try {
      return nokube.ok("quickstart").output();
    } catch (AssertionError failed) {
      Nokube.Result cleaned = nokube.run("quickstart", "--clean");
      if (cleaned.code() != 0) {
        failed.addSuppressed(new AssertionError("quickstart --clean: " + cleaned.output()));
      }
      throw failed;
    }
  }

  /// Its folder; `--clean` removes it.
  Path folder() {
    return home.resolve("quickstart");
  }

  @Override
  public void close() {
    nokube.ok("quickstart", "--clean");
  }

  Path file(String name, String text) {
    try {
      return Files.writeString(home.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void apply(String text) {
    nokube.ok("apply", "-f", file("apply.yaml", text).toString());
  }

  /// The object as `get -o json` shows it.
  JsonNode get(String type, String name) {
    return json(nokube.ok("get", type, name, "-o", "json").output());
  }

  boolean exists(String type, String name) {
    Nokube.Result result = nokube.run("get", type, name);
    if (result.code() != 0 && !result.output().contains("not found")) {
      throw new AssertionError("get %s %s: %s".formatted(type, name, result.output()));
    }
    return result.code() == 0;
  }

  JsonNode status() {
    return json(nokube.ok("status", "-o", "json").output());
  }

  /// Ids of the containers that run.
  List<String> running() {
    return nokube.docker("ps", "-q", "--no-trunc", "--filter", label);
  }

  List<String> ofPod(String name) {
    return nokube.docker(
        "ps", "-q", "--no-trunc", "--filter", label, "--filter", "label=io.nokube.pod=" + name);
  }

  /// Containers of a pod whose name begins so, running or not.
  List<String> ofPods(String prefix) {
    return nokube
        .docker(
            "ps",
            "-a",
            "--no-trunc",
            "--filter",
            label,
            "--format",
            "{{.ID}} {{.Label \"io.nokube.pod\"}}")
        .stream()
        .filter(line -> line.substring(line.indexOf(' ') + 1).startsWith(prefix))
        .toList();
  }

  String etcdctl(String... words) {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints", endpoint()));
    command.addAll(List.of(words));
    Nokube.Result result = nokube.run(command);
    if (result.code() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + result.output());
    }
    return result.output().strip();
  }

  private String endpoint() {
    return read(folder().resolve("cluster.yaml"))
        .replaceAll("(?s).*endpoints: \\[\"([^\"]*)\"].*", "$1");
  }

  ProcessHandle etcd() {
    return process("--data-dir=" + folder().resolve("etcd"));
  }

  ProcessHandle agent(String node) {
    return ProcessHandle.of(
            json(read(folder().resolve(node).resolve("ready.json"))).path("pid").asLong())
        .orElseThrow();
  }

  private static ProcessHandle process(String argument) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().filter(it -> it.contains(argument)).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process runs with " + argument));
  }

  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    await("the end of process " + process.pid(), () -> !process.isAlive());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The condition asks a process, which takes its time.
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      Thread.onSpinWait();
    }
  }
}
