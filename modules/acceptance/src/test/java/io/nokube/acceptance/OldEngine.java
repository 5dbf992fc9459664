package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A Docker engine of 2019 in the place of a host's own: its socket leads, by SSH, to what answers
/// here.
final class OldEngine implements AutoCloseable {
  static final String VERSION = "19.03.15";
  private static final String SOCKET = "/run/docker.sock";
  private static final String ANSWER =
      "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"
          + "{\"Version\":\"%s\",\"ApiVersion\":\"1.40\"}".formatted(VERSION);

  private final Playground playground;
  private final String host;
  private final ServerSocket server;
  private final Process way;
  private volatile boolean asked;

  OldEngine(Playground playground, String host) throws IOException {
    this.playground = playground;
    this.host = host;
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answer);
    playground.sshOk(host, "mv %1$s %1$s.own".formatted(SOCKET));
    this.way =
        new ProcessBuilder(
                List.of(
                    "ssh",
                    "-F",
                    playground.folder().resolve("ssh_config").toString(),
                    "-N",
                    "-o",
                    "ExitOnForwardFailure=yes",
                    "-R",
                    "%s:127.0.0.1:%d".formatted(SOCKET, server.getLocalPort()),
                    host))
            .inheritIO()
            .start();
    await("the old engine's socket", () -> playground.ssh(host, "test -S " + SOCKET).code() == 0);
  }

  private void answer() {
    try {
      while (true) {
        try (Socket caller = server.accept()) {
          asked |= caller.getInputStream().read(new byte[4096]) > 0;
          caller.getOutputStream().write(ANSWER.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (SocketException closed) {
      assert server.isClosed() : closed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAsked() {
    return asked;
  }

  /// The host's own engine is back.
  @Override
  public void close() throws IOException {
    way.destroy();
    await("the end of the way to the old engine", () -> !way.isAlive());
    server.close();
    playground.sshOk(host, "mv -f %1$s.own %1$s".formatted(SOCKET));
  }
}
