package io.nokube.host.node;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.Digest;
import io.nokube.host.system.PortHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// This node's agent: a container that sees the host's processes and network and its Docker engine.
record AgentContainer(Engine engine, NodeRequest.StartAgentContainer wanted) {

  /// Runs it, and waits until it says that it is ready.
  SystemContainer.Running ensure(Deadline deadline) {
    var workspace = wanted.workspace();
    workspace.folder(workspace.agent());
    workspace.folder(workspace.root().resolve("pods"));
    var container = new SystemContainer(engine, wanted.node(), SystemContainer.Kind.AGENT);
    var running = container.ensure(spec(), wanted.grace(), this::beforeStart, deadline);
    container.await(
        running, "ready", () -> isReady(running), deadline.atMost(wanted.readyWithin()));
    return running;
  }

  private void beforeStart() {
    try {
      Files.deleteIfExists(wanted.workspace().ready());
    } catch (IOException e) {
      throw new UncheckedIOException("removing what an earlier agent left", e);
    }
    wanted
        .apiPort()
        .filter(port ->
            !Deadline.in(Duration.ofSeconds(2))
                .await(Duration.ofMillis(50), () -> PortHolder.of(port).isEmpty()))
        .ifPresent(port -> {
          throw PortHolder.taken("the API", "this host", port);
        });
  }

  /// An agent before it may have left one.
  private boolean isReady(SystemContainer.Running running) {
    var ready = wanted.workspace().ready();
    try {
      return Files.exists(ready)
          && !Files.getLastModifiedTime(ready)
              .toInstant()
              .isBefore(running.startedAt().truncatedTo(ChronoUnit.SECONDS))
          && Workspace.json(ready).map(json -> json.has("pid")).orElse(false);
    } catch (IOException beingReplaced) {
      return false;
    }
  }

  private SystemContainer.Spec spec() {
    var workspace = wanted.workspace();
    return new SystemContainer.Spec(
        wanted.image(),
        command(),
        wanted.env(),
        List.of(
            Mounts.same(workspace.root(), false),
            // The folder, not the socket: a Docker engine that is restarted makes another socket.
            Mounts.sameAlone(Path.of("/var/run")),
            Mounts.same(Path.of("/dev/shm"), false),
            Mounts.hostRoot("/host", mountInfo())),
        true,
        wanted.settings(),
        contents(workspace.config()));
  }

  private List<String> command() {
    var workspace = wanted.workspace();
    // As `./nokube agent` starts it.
    var command =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ErrorFileToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx" + wanted.heap(),
                "-Xmn4m",
                "-XX:SweeperThreshold=50",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:AsyncDeflationInterval=10000",
                "-XX:ServiceThreadCleanupInterval=10000",
                "-Dio.netty.allocator.numDirectArenas=1",
                "-Dio.netty.allocator.numHeapArenas=1",
                "@" + MadeImage.JAVA_ARGUMENTS,
                "io.nokube.agent.Main",
                "agent",
                "--node",
                wanted.node().node(),
                "--config",
                workspace.config().resolve("agent.yaml").toString(),
                "--verticles",
                workspace.config().toString(),
                "--ready-file",
                workspace.ready().toString()));
    if (wanted.head()) {
      command.addAll(List.of("--token-file", workspace.tls().resolve("token").toString()));
    }
    return List.copyOf(command);
  }

  /// What the agent reads once, when it starts. Certificates aren't among it: it takes new ones
  /// while it runs.
  private static List<String> contents(Path config) {
    try {
      return Files.isDirectory(config)
          ? Tree.files(config).stream()
              .map(file -> config.relativize(file) + " " + Digest.of(file))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + config, e);
    }
  }

  private static List<String> mountInfo() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    } catch (IOException e) {
      throw new UncheckedIOException("asking the kernel what is mounted", e);
    }
  }
}
