package io.nokube.containers;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A door before Docker's socket: shut, it is an engine that is down; stuck, one that never
/// answers.
final class Gate implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("nokube-gate");
  private final Path path = folder.resolve("docker.sock");
  private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();
  private volatile boolean stuck;
  private ServerSocketChannel server;

  Gate() throws IOException {
    open();
  }

  URI uri() {
    return URI.create("unix://" + path);
  }

  void open() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    var now = server;
    Thread.ofVirtual().start(() -> accept(now));
  }

  void shut() throws IOException {
    server.close();
    Files.deleteIfExists(path);
    for (SocketChannel channel : channels) {
      channel.close();
    }
    channels.clear();
  }

  /// From now on nothing that is said is heard.
  void stick() {
    stuck = true;
  }

  private void accept(ServerSocketChannel from) {
    try {
      while (true) {
        SocketChannel in = from.accept();
        SocketChannel out =
            SocketChannel.open(UnixDomainSocketAddress.of(TestNode.DOCKER.getPath()));
        channels.addAll(List.of(in, out));
        Thread.ofVirtual().start(() -> pump(in, out));
        Thread.ofVirtual().start(() -> pump(out, in));
      }
    } catch (IOException shut) {
      assert !from.isOpen() : shut;
    }
  }

  private void pump(SocketChannel from, SocketChannel to) {
    var buffer = ByteBuffer.allocate(64 * 1024);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (!stuck && buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException ended) {
      channels.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    shut();
    Files.deleteIfExists(folder);
  }
}
