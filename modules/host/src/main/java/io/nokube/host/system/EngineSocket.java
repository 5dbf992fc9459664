package io.nokube.host.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/// The Docker Engine's API over its Unix socket, as far as a machine is made ready with it.
///
/// One request a connection and an answer that ends with it, so that a few lines do here, where the
/// JDK's HTTP client knows no Unix sockets. It speaks HTTP/1.0, and HTTP/1.1 only for what is
/// streamed: its length isn't known before.
public record EngineSocket(Path path) {

  private static final String TAR = "application/x-tar";
  private static final int BUFFER = 64 * 1024;

  /// An answer's status code and body.
  public record Answer(int status, String body) {

    public boolean succeeded() {
      return status / 100 == 2;
    }
  }

  /// A body that is made while it is sent.
  public interface Body {

    void writeTo(OutputStream out) throws IOException;
  }

  /// The engine took the connection and then said nothing until the deadline.
  public static final class NoAnswer extends IOException {

    private static final long serialVersionUID = 1;

    NoAnswer(String message) {
      super(message);
    }
  }

  public Answer get(String resource, Deadline deadline) throws IOException {
    return exchange("GET", resource, TAR, new byte[0], deadline);
  }

  public Answer delete(String resource, Deadline deadline) throws IOException {
    return exchange("DELETE", resource, TAR, new byte[0], deadline);
  }

  public Answer post(String resource, byte[] tar, Deadline deadline) throws IOException {
    return exchange("POST", resource, TAR, tar, deadline);
  }

  public Answer post(String resource, JsonNode body, Deadline deadline) throws IOException {
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return exchange("POST", resource, "application/json", bytes, deadline);
  }

  /// Sends a tar while `tar` makes it. An engine that has enough of it early (its disk is full)
  /// answers all the same.
  public Answer post(String resource, Body tar, Deadline deadline) throws IOException {
    var head =
        "POST %s HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
            .formatted(resource, TAR);
    return connected(
        deadline,
        (channel, key) -> {
          var out = new ChannelStream(channel, key, deadline);
          try {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            var chunks = new BufferedOutputStream(new Chunks(out), BUFFER);
            tar.writeTo(chunks);
            chunks.flush();
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          } catch (IOException e) {
            if (!out.broken) {
              throw e;
            }
          }
          return out.broken;
        });
  }

  /// The bytes of an answer that is no text; each is one character of the body (ISO 8859-1).
  public Answer getBytes(String resource, Deadline deadline) throws IOException {
    var reply = raw(deadline, sending("GET", resource, TAR, new byte[0], deadline));
    return new Answer(reply.status, new String(reply.body, StandardCharsets.ISO_8859_1));
  }

  private Answer exchange(
      String method, String resource, String type, byte[] body, Deadline deadline)
      throws IOException {
    return connected(deadline, sending(method, resource, type, body, deadline));
  }

  private Sending sending(
      String method, String resource, String type, byte[] body, Deadline deadline) {
    var head =
        "%s %s HTTP/1.0\r\nHost: docker\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, resource, type, body.length)
            .getBytes(StandardCharsets.US_ASCII);
    return (channel, key) -> {
      var out = new ChannelStream(channel, key, deadline);
      out.write(head);
      out.write(body);
      return false;
    };
  }

  private interface Sending {

    /// @return whether the engine closed the connection before it had everything
    boolean send(SocketChannel channel, SelectionKey key) throws IOException;
  }

  private Answer connected(Deadline deadline, Sending sending) throws IOException {
    var reply = raw(deadline, sending);
    return new Answer(reply.status, new String(reply.body, StandardCharsets.UTF_8));
  }

  private Reply raw(Deadline deadline, Sending sending) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      var broken = sending.send(channel, key);
      key.interestOps(SelectionKey.OP_READ);
      return Reply.parse(received(channel, key, broken, deadline));
    }
  }

  private byte[] received(
      SocketChannel channel, SelectionKey key, boolean broken, Deadline deadline)
      throws IOException {
    var all = new ByteArrayOutputStream();
    var some = ByteBuffer.allocate(BUFFER);
    while (true) {
      await(key, deadline);
      var count = read(channel, some, broken && all.size() > 0);
      if (count < 0) {
        return all.toByteArray();
      }
      all.write(some.array(), 0, some.position());
      some.clear();
    }
  }

  /// @param mayBeReset whether that is how an answer ends whose request wasn't taken to its end
  private static int read(SocketChannel channel, ByteBuffer into, boolean mayBeReset)
      throws IOException {
    try {
      return channel.read(into);
    } catch (IOException reset) {
      if (mayBeReset) {
        return -1;
      }
      throw reset;
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

  /// Writes to a channel that doesn't block, waiting no longer than the deadline.
  private final class ChannelStream extends OutputStream {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Deadline deadline;
    private boolean broken;

    ChannelStream(SocketChannel channel, SelectionKey key, Deadline deadline) {
      this.channel = channel;
      this.key = key;
      this.deadline = deadline;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      var buffer = ByteBuffer.wrap(bytes, from, count);
      while (buffer.hasRemaining()) {
        await(key, deadline);
        try {
          channel.write(buffer);
        } catch (IOException e) {
          broken = true;
          throw e;
        }
      }
    }
  }

  /// Each write is a chunk of HTTP/1.1 (RFC 9112, 7.1).
  private static final class Chunks extends OutputStream {
    private final OutputStream out;

    Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (count > 0) { // an empty chunk would be the last
        out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes, from, count);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /// An HTTP answer taken apart.
  static final class Reply {
    final int status;
    final byte[] body;

    private Reply(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    static Reply parse(byte[] answer) throws IOException {
      var text = new String(answer, StandardCharsets.ISO_8859_1);
      var end = text.indexOf("\r\n\r\n");
      var status = text.split(" ", 3);
      if (end < 0 || status.length < 3 || !status[1].matches("\\d{3}")) {
        throw new IOException("no HTTP: " + text.lines().findFirst().orElse("(nothing)"));
      }
      var body = Arrays.copyOfRange(answer, end + 4, answer.length);
      var head = text.substring(0, end).toLowerCase(Locale.ROOT);
      return new Reply(
          Integer.parseInt(status[1]),
          head.contains("transfer-encoding: chunked") ? joined(body) : body);
    }

    private static byte[] joined(byte[] chunked) throws IOException {
      var text = new String(chunked, StandardCharsets.ISO_8859_1);
      var all = new ByteArrayOutputStream();
      for (var at = 0; ; ) {
        var line = text.indexOf("\r\n", at);
        if (line < 0) {
          throw new IOException("the answer ended early");
        }
        var size = HexFormat.fromHexDigits(text.substring(at, line).split(";", 2)[0].strip());
        if (size == 0) {
          return all.toByteArray();
        }
        if (line + 2 + size > chunked.length) {
          throw new IOException("the answer ended early");
        }
        all.write(chunked, line + 2, size);
        at = line + 2 + size + 2;
      }
    }
  }
}
