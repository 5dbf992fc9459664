package io.nokube.acceptance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to the machine's Docker engine that can be shut: for who has only this way, the engine is
/// down then. Shut at first.
final class DockerDoor implements AutoCloseable {
  private static final UnixDomainSocketAddress DOCKER =
      UnixDomainSocketAddress.of("/var/run/docker.sock");

  private final Path socket;
  private final Set<SocketChannel> passing = ConcurrentHashMap.newKeySet();
  private Optional<ServerSocketChannel> server = Optional.empty();

  DockerDoor(Path socket) {
    this.socket = socket;
  }

  void open() throws IOException {
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    opened.bind(UnixDomainSocketAddress.of(socket));
    server = Optional.of(opened);
    Thread.ofVirtual().start(() -> accept(opened));
  }

  /// Breaks off whoever passes.
  void shut() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
    Files.deleteIfExists(socket);
    for (SocketChannel channel : passing) {
      channel.close();
    }
    passing.clear();
  }

  private void accept(ServerSocketChannel from) {
    try {
      while (true) {
        SocketChannel in = from.accept();
        SocketChannel out = SocketChannel.open(DOCKER);
        passing.addAll(Set.of(in, out));
        Thread.ofVirtual().start(() -> pass(in, out));
        Thread.ofVirtual().start(() -> pass(out, in));
      }
    } catch (ClosedChannelException shut) {
      assert !from.isOpen() : shut;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the door to Docker at " + socket, e);
    }
  }

  private void pass(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException ended) {
      passing.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    shut();
  }
}
