package io.nokube.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The Docker Engine's API over its Unix socket, as far as a machine is made ready with it.
///
/// It speaks HTTP/1.0: one request a connection and an answer that ends with it, so that a few
/// lines do here, where the JDK's HTTP client knows no Unix sockets.
record EngineSocket(Path path) {

  /// An answer's status code and body.
  record Answer(int status, String body) {

    boolean succeeded() {
      return status / 100 == 2;
    }
  }

  /// The engine took the connection and then said nothing until the deadline.
  static final class NoAnswer extends IOException {

    private static final long serialVersionUID = 1;

    NoAnswer(String message) {
      super(message);
    }
  }

  Answer get(String resource, Deadline deadline) throws IOException {
    return exchange("GET", resource, new byte[0], deadline);
  }

  Answer post(String resource, byte[] body, Deadline deadline) throws IOException {
    return exchange("POST", resource, body, deadline);
  }

  private Answer exchange(String method, String resource, byte[] body, Deadline deadline)
      throws IOException {
    var head =
        "%s %s HTTP/1.0\r\nHost: docker\r\nContent-Type: application/x-tar\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, resource, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      send(channel, key, ByteBuffer.wrap(head), deadline);
      send(channel, key, ByteBuffer.wrap(body), deadline);
      key.interestOps(SelectionKey.OP_READ);
      return parse(received(channel, key, deadline));
    }
  }

  private void send(SocketChannel channel, SelectionKey key, ByteBuffer bytes, Deadline deadline)
      throws IOException {
    while (bytes.hasRemaining()) {
      await(key, deadline);
      channel.write(bytes);
    }
  }

  private byte[] received(SocketChannel channel, SelectionKey key, Deadline deadline)
      throws IOException {
    var all = new ByteArrayOutputStream();
    var some = ByteBuffer.allocate(8192);
    while (true) {
      await(key, deadline);
      var count = channel.read(some);
      if (count < 0) {
        return all.toByteArray();
      }
      all.write(some.array(), 0, some.position());
      some.clear();
    }
  }

  private void await(SelectionKey key, Deadline deadline) throws IOException {
    key.selector().selectedKeys().clear();
    var millis = deadline.remaining().toMillis();
    if (millis == 0 || key.selector().select(millis) == 0) {
      throw new NoAnswer(
          "%s did not answer within %d s".formatted(path, deadline.whole().toSeconds()));
    }
  }

  static Answer parse(byte[] answer) throws IOException {
    var text = new String(answer, StandardCharsets.UTF_8);
    var end = text.indexOf("\r\n\r\n");
    var status = text.split(" ", 3);
    if (end < 0 || status.length < 3 || !status[1].matches("\\d{3}")) {
      throw new IOException("no HTTP: " + text.lines().findFirst().orElse("(nothing)"));
    }
    return new Answer(Integer.parseInt(status[1]), text.substring(end + 4));
  }
}
