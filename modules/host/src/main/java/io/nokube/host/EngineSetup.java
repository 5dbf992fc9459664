package io.nokube.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.Proc;
import io.nokube.host.system.Program;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A Docker engine set as wanted, without a restart of it or of a container, and started at boot.
///
/// @param file its `daemon.json`
/// @param pidFile where it writes its process id
record EngineSetup(EngineSettings wanted, Path file, Path pidFile, EngineSocket socket) {

  private static final JsonMapper JSON = new JsonMapper();

  static EngineSetup ofThisMachine(EngineSettings wanted) {
    return new EngineSetup(
        wanted,
        Path.of("/etc/docker/daemon.json"),
        Path.of("/var/run/docker.pid"),
        new EngineSocket(DockerEngine.SOCKET));
  }

  /// Writes the settings for the engine's next start.
  ///
  /// @return what is another than before, in words
  List<String> write() {
    var merge = wanted.into(settings());
    if (!merge.changes().isEmpty()) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".nokube-new");
        Files.writeString(
            fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(merge.after()) + "\n");
        if (Files.exists(file)) {
          Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException("writing the Docker engine's settings " + file, e);
      }
    }
    return merge.changes();
  }

  private ObjectNode settings() {
    try {
      if (!Files.exists(file) || Files.readString(file).isBlank()) {
        return JsonNodeFactory.instance.objectNode();
      }
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new StepFailure(
          "the Docker engine's settings %s are no JSON: %s".formatted(file, e.getOriginalMessage()),
          "mend that file, then run this again",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the Docker engine's settings " + file, e);
    }
    throw new StepFailure(
        "the Docker engine's settings %s are no JSON object".formatted(file),
        "mend that file, then run this again");
  }

  /// Has the running engine read them, if it hasn't yet.
  ///
  /// @return whether it had to be told
  boolean apply(Deadline deadline) {
    var before = info(deadline);
    if (wanted.areIn(before)) {
      return false;
    }
    if (wanted.liveRestore()
        && before.path("Swarm").path("LocalNodeState").asText().equals("active")) {
      throw new StepFailure(
          "the Docker engine is a node of a swarm, and can't have live-restore there",
          "take it out of the swarm (docker swarm leave), or use another host");
    }
    // It reads them again, and no container notices (dockerd(8)). dpkg brings this program; kill(1)
    // is
    // in a package that a small system lacks.
    new Program("start-stop-daemon", "--stop", "--signal=HUP", "--pid=" + daemon())
        .runSuccessfully(deadline, "restart the Docker engine");
    if (!deadline
        .atMost(Duration.ofSeconds(20))
        .await(Duration.ofMillis(100), () -> wanted.areIn(info(deadline)))) {
      throw new StepFailure(
          "the Docker engine was told to read %s and doesn't do what it says".formatted(file),
          "see its log: another setting there may be wrong, or set on its command line as well;"
              + " then restart it");
    }
    return true;
  }

  private long daemon() {
    try {
      var pid = Long.parseLong(Files.readString(pidFile).strip());
      if (Proc.KERNEL.commandLine(pid).stream().findFirst().orElse("").endsWith("dockerd")) {
        return pid;
      }
    } catch (IOException | NumberFormatException elsewhere) {
      // It writes another pid file.
    }
    return Proc.KERNEL.pids().stream()
        .filter(pid ->
            Proc.KERNEL.commandLine(pid).stream().findFirst().orElse("").endsWith("/dockerd"))
        .findFirst()
        .orElseThrow(() ->
            new StepFailure(
                "the Docker engine answers, but its process isn't found, so it can't be told to read "
                    + file,
                "restart the Docker engine yourself"));
  }

  /// Adds how this machine's running engine is set.
  static void report(ObjectNode report, boolean systemd, Deadline deadline) {
    var info = ofThisMachine(new EngineSettings(true, List.of())).info(deadline);
    report.put("liveRestore", info.path("LiveRestoreEnabled").asBoolean());
    info.path("RegistryConfig")
        .path("Mirrors")
        .forEach(mirror -> report.withArray("/mirrors").add(EngineSettings.plain(mirror.asText())));
    report.put("atBoot", BootPlan.Seen.ofThisMachine(systemd, deadline).enabled());
  }

  private JsonNode info(Deadline deadline) {
    try {
      var answer = socket.get("/info", deadline);
      if (answer.succeeded()) {
        return JSON.readTree(answer.body());
      }
      throw new StepFailure(
          "asking the Docker engine about itself: it says %d: %s"
              .formatted(answer.status(), answer.body().strip()),
          "see its log");
    } catch (IOException e) {
      throw new StepFailure(
          "asking the Docker engine about itself: " + e.getMessage(), "see that it runs", e);
    }
  }

  /// Has it started at every boot.
  ///
  /// @return whether that had to be changed
  static boolean startAtBoot(boolean systemd, Deadline deadline) {
    return switch (BootPlan.of(systemd, BootPlan.Seen.ofThisMachine(systemd, deadline))) {
      case BootPlan.Nothing nothing -> false;
      case BootPlan.Run run -> {
        new Program(run.command(), Map.of())
            .runSuccessfully(deadline, "do it by hand: " + String.join(" ", run.command()));
        yield true;
      }
      case BootPlan.Refuse refuse -> throw new StepFailure(refuse.why(), refuse.advice());
    };
  }

  /// What has to happen so that the engine is started at every boot.
  sealed interface BootPlan {

    record Nothing() implements BootPlan {}

    record Run(List<String> command) implements BootPlan {}

    record Refuse(String why, String advice) implements BootPlan {}

    /// @param enabled whether it is started at boot already
    /// @param script whether there is a script for System V's init
    record Seen(boolean enabled, boolean script) {

      static Seen ofThisMachine(boolean systemd, Deadline deadline) {
        return systemd
            ? new Seen(
                new Program("systemctl", "is-enabled", "docker.service").run(deadline).succeeded(),
                false)
            : new Seen(
                isStartedInRunlevel2(Path.of("/etc/rc2.d")),
                Files.exists(Path.of("/etc/init.d/docker")));
      }

      static boolean isStartedInRunlevel2(Path folder) {
        return Optional.ofNullable(folder.toFile().list()).stream()
            .flatMap(Stream::of)
            .anyMatch(name -> name.matches("S\\d\\ddocker"));
      }
    }

    static BootPlan of(boolean systemd, Seen seen) {
      if (seen.enabled()) {
        return new Nothing();
      }
      if (systemd) {
        return new Run(List.of("systemctl", "enable", "docker.service"));
      }
      return seen.script()
          ? new Run(List.of("update-rc.d", "docker", "defaults"))
          : new Refuse(
              "nothing starts the Docker engine when this machine boots: there is neither systemd nor"
                  + " /etc/init.d/docker",
              "install Docker from the system's own packages (apt-get install docker.io), or add such"
                  + " a script");
    }
  }
}
