package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A second, real Docker engine beside this machine's, with settings of its own.
class EngineSetupTest {

  private static final Deadline DEADLINE = Deadline.in(Duration.ofMinutes(1));

  /// Short, for the sockets of the engine's own containerd.
  private Path folder = Path.of("/");

  private Optional<Process> daemon = Optional.empty();

  @BeforeEach
  void anEngine() throws IOException {
    folder = Files.createTempDirectory("engine");
    Files.writeString(folder.resolve("daemon.json"), "{\"debug\":false}");
    var process =
        new ProcessBuilder(
                // In a network of its own: an engine without a bridge removes docker0.
                "unshare",
                "--net",
                "dockerd",
                "--host=unix://" + folder.resolve("docker.sock"),
                "--config-file=" + folder.resolve("daemon.json"),
                "--pidfile=" + folder.resolve("docker.pid"),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--bridge=none",
                "--iptables=false",
                "--storage-driver=vfs")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    daemon = Optional.of(process);
    var engine = new DockerEngine(new EngineSocket(folder.resolve("docker.sock")));
    assertThat(
            DEADLINE.await(
                Duration.ofMillis(100), () -> engine.look() instanceof DockerState.Running))
        .as(() -> Texts.of(folder.resolve("log")))
        .isTrue();
  }

  @AfterEach
  void endIt() throws Exception {
    var process = daemon.orElseThrow();
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    try (var all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Test
  void takesItsSettingsWithoutARestart() {
    var setup = setup(new EngineSettings(true, List.of("http://10.0.0.1:5000")));
    assertThat(setup.write()).hasSize(2);
    assertThat(setup.apply(DEADLINE)).as("it had to be told").isTrue();
    assertThat(setup.write()).isEmpty();
    assertThat(setup.apply(DEADLINE)).as("it has them").isFalse();
    assertThat(daemon.orElseThrow().isAlive()).isTrue();
    // Containers would outlive it now, and its own containerd does.
    var back = setup(new EngineSettings(false, List.of()));
    back.write();
    assertThat(back.apply(DEADLINE)).isTrue();
  }

  private EngineSetup setup(EngineSettings wanted) {
    return new EngineSetup(
        wanted,
        folder.resolve("daemon.json"),
        folder.resolve("docker.pid"),
        new EngineSocket(folder.resolve("docker.sock")));
  }
}
