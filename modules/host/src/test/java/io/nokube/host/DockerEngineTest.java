package io.nokube.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.StepFailure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines that this machine doesn't have: absent, stopped, ill.
class DockerEngineTest {

  private static final Optional<Path> DOCKERD = Optional.of(Path.of("/usr/sbin/dockerd"));

  @TempDir Path folder;
  private Path path;
  private DockerEngine engine;

  @BeforeEach
  void anEngineOfItsOwn() {
    path = folder.resolve("docker.sock");
    engine = new DockerEngine(new EngineSocket(path));
  }

  @Test
  void withoutASocketItIsStoppedOrNotInstalled() {
    assertThat(engine.look(DOCKERD)).isEqualTo(new DockerState.Stopped(DOCKERD.get()));
    assertThat(engine.look(Optional.empty())).isEqualTo(new DockerState.NotInstalled());
  }

  @Test
  void aSocketThatWasLeftBehindIsNoEngine() throws IOException {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path))
        .close();
    assertThat(path).exists();
    assertThat(engine.look(DOCKERD)).isEqualTo(new DockerState.Stopped(DOCKERD.get()));
  }

  @Test
  void anEngineSaysItsVersions() throws IOException {
    assertThat(
            lookAtOneThatSays(
                "HTTP/1.0 200 OK\r\nA: b\r\n\r\n{\"Version\":\"25.0\",\"ApiVersion\":\"1.44\"}"))
        .isEqualTo(new DockerState.Running("25.0", "1.44"));
  }

  @Test
  void whatSpeaksNoHttpIsIll() throws IOException {
    assertThat(lookAtOneThatSays("hello\n")).isEqualTo(new DockerState.Ill("no HTTP: hello"));
  }

  @Test
  void whatSpeaksNoJsonIsIll() throws IOException {
    assertThat(lookAtOneThatSays("HTTP/1.0 200 OK\r\n\r\n<html>"))
        .isInstanceOf(DockerState.Ill.class);
  }

  @Test
  void whatRefusesIsIll() throws IOException {
    assertThat(lookAtOneThatSays("HTTP/1.0 503 No\r\n\r\nbusy\n"))
        .isEqualTo(new DockerState.Ill("says 503: busy"));
  }

  @Test
  void whatNeverAnswersIsGivenUp() throws IOException {
    try (var server = server()) {
      var deadline = Deadline.in(Duration.ofMillis(300));
      assertThatThrownBy(() -> new EngineSocket(path).get("/version", deadline))
          .isInstanceOf(EngineSocket.NoAnswer.class);
      assertThat(server.isOpen()).isTrue();
    }
  }

  @Test
  void aDaemonThatEndsIsReportedWithItsLastWords() throws IOException {
    var daemon = Files.writeString(folder.resolve("dockerd"), "#!/bin/sh\necho no iptables here\n");
    Files.setPosixFilePermissions(daemon, PosixFilePermissions.fromString("rwxr-xr-x"));
    var log = folder.resolve("dockerd.log");
    Files.writeString(log, "of an earlier start\n");
    assertThatThrownBy(() -> engine.startDaemon(daemon, log, Deadline.in(Duration.ofSeconds(10))))
        .isInstanceOf(StepFailure.class)
        .hasMessageContaining("no iptables here")
        .hasMessageNotContaining("earlier");
  }

  @Test
  void aPidFileThatNamesAnotherProcessIsNoHindrance() throws IOException {
    var daemon =
        Files.writeString(
            folder.resolve("dockerd"),
            "#!/bin/sh\nif [ -e %s ]; then echo refused; else echo no hindrance; fi\n"
                .formatted(folder.resolve("docker.pid")));
    Files.setPosixFilePermissions(daemon, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("docker.pid"), ProcessHandle.current().pid() + "\n");
    var log = folder.resolve("dockerd.log");
    assertThatThrownBy(() -> engine.startDaemon(daemon, log, Deadline.in(Duration.ofSeconds(10))))
        .hasMessageContaining("no hindrance");
  }

  private ServerSocketChannel server() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }

  private DockerState lookAtOneThatSays(String answer) throws IOException {
    try (var server = server()) {
      Thread.ofVirtual().start(() -> answer(server, answer));
      return engine.look(DOCKERD);
    }
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (var caller = server.accept()) {
      var request = ByteBuffer.allocate(1024);
      caller.read(request);
      caller.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
