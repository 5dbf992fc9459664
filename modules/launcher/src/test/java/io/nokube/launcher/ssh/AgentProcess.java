package io.nokube.launcher.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real ssh-agent.
final class AgentProcess implements AutoCloseable {
  private final Process process;
  private final Path socket;

  private AgentProcess(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  static AgentProcess start(Path folder) {
    try {
      var socket = folder.resolve("agent");
      var process =
          new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("agent.log").toFile())
              .start();
      Eventually.eventually("ssh-agent listens at " + socket, () -> Files.exists(socket));
      return new AgentProcess(process, socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path socket() {
    return socket;
  }

  void add(Path key) {
    Commands.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
