package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.LogTail;
import io.nokube.host.system.Proc;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A machine's Docker engine: seen, started, and waited for until it answers.
record DockerEngine(EngineSocket socket) {

  static final Path SOCKET = Path.of("/var/run/docker.sock");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);

  DockerEngine() {
    this(new EngineSocket(SOCKET));
  }

  DockerState look() {
    return look(Program.find("dockerd"));
  }

  DockerState look(Optional<Path> dockerd) {
    if (!Files.exists(socket.path())) {
      return silent(dockerd);
    }
    try {
      return state(socket.get("/version", Deadline.in(PATIENCE)));
    } catch (ConnectException leftBehind) {
      return silent(dockerd);
    } catch (IOException e) {
      var why = String.valueOf(e.getMessage());
      return why.contains("Permission denied")
          ? new DockerState.Denied()
          : new DockerState.Ill(why);
    }
  }

  /// Has systemd start it, now and at every boot, and waits until it answers.
  DockerState.Running startByUnit(Deadline deadline) {
    var advice = "see `systemctl status docker` and `journalctl -u docker`";
    new Program("systemctl", "enable", "--now", "docker.service").runSuccessfully(deadline, advice);
    return awaited(
        deadline,
        () -> false,
        () ->
            new Program("journalctl", "--unit=docker", "--lines=20", "--no-pager")
                .run(Deadline.in(PATIENCE))
                .lastLines(20));
  }

  /// Starts its daemon as a process of its own and waits until it answers.
  DockerState.Running startDaemon(Path dockerd, Path log, Deadline deadline) {
    removeStalePidFile();
    var tail = LogTail.fromNow(log);
    var daemon = new DetachedProcess(log.resolveSibling("dockerd.pid"));
    daemon.ensure(
        () ->
            new Launch(
                List.of(dockerd.toString(), "--host=unix://" + socket.path()), Map.of(), log),
        PATIENCE,
        deadline);
    return awaited(
        deadline, () -> daemon.find().isEmpty() && !isStartedByAnother(), () -> tail.lastLines(20));
  }

  /// dockerd refuses to start while its pid file names a process that runs; after a reboot that may
  /// be any other, where `/run` isn't emptied by one (in a container).
  private void removeStalePidFile() {
    var pidFile = pidFile();
    try {
      if (Files.exists(pidFile)
          && Proc.KERNEL.commandLine(Long.parseLong(Files.readString(pidFile).strip())).stream()
              .noneMatch(word -> word.endsWith("dockerd"))) {
        Files.delete(pidFile);
      }
    } catch (NumberFormatException beingWritten) {
      // by a daemon that starts
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + pidFile + ", which names another process", e);
    }
  }

  private Path pidFile() {
    return socket.path().resolveSibling("docker.pid");
  }

  /// Of two daemons started at once, the second ends and the first is as good.
  private boolean isStartedByAnother() {
    var pidFile = pidFile();
    try {
      return Files.exists(pidFile)
          && Proc.KERNEL.running(Long.parseLong(Files.readString(pidFile).strip())).isPresent();
    } catch (IOException | NumberFormatException beingWritten) {
      return false;
    }
  }

  private DockerState.Running awaited(
      Deadline deadline, BooleanSupplier ended, Supplier<String> log) {
    deadline.await(PAUSE, () -> look() instanceof DockerState.Running || ended.getAsBoolean());
    return switch (look()) {
      case DockerState.Running running -> running;
      case DockerState.Denied denied ->
          throw new StepFailure(
              "the Docker engine runs, but this user may not use it",
              "run the command as root (sudo), or let the user in (usermod -aG docker NAME) and log"
                  + " in again");
      case DockerState.Ill ill -> throw notUp(ill.why(), log.get());
      case DockerState.Stopped stopped -> throw notUp("nothing answers", log.get());
      case DockerState.NotInstalled none -> throw notUp("dockerd isn't there", log.get());
    };
  }

  private StepFailure notUp(String why, String log) {
    return new StepFailure(
        "the Docker engine did not come up at %s (%s); its log says:\n%s"
            .formatted(socket.path(), why, log),
        "mend what its log says, then run this again");
  }

  private static DockerState silent(Optional<Path> dockerd) {
    return dockerd
        .<DockerState>map(DockerState.Stopped::new)
        .orElseGet(DockerState.NotInstalled::new);
  }

  private static DockerState state(EngineSocket.Answer answer) {
    if (!answer.succeeded()) {
      return new DockerState.Ill("says " + answer.status() + ": " + answer.body().strip());
    }
    try {
      var version = JSON.readTree(answer.body());
      return new DockerState.Running(
          version.path("Version").asText(), version.path("ApiVersion").asText());
    } catch (JsonProcessingException e) {
      return new DockerState.Ill("answers no JSON: " + e.getOriginalMessage());
    }
  }
}
