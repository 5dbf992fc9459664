package io.nokube.containers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// The floor under every engine: containers made and unmade by Docker's bare HTTP API, several at a
/// time, each worker on one connection kept open. Nothing is parsed but what has to be.
public final class RawDocker {
  /// Docker 20.10's network controller can lock itself up for good when many containers end at
  /// once.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Path socket;
  private final int atOnce;

  public RawDocker(Path socket, int atOnce) {
    this.socket = socket;
    this.atOnce = atOnce;
  }

  /// @param ids of the containers, in the order they were asked for
  /// @param each how long each took
  public record Run(List<String> ids, Duration whole, List<Duration> each) {
    public Duration median() {
      return each.stream().sorted().toList().get(each.size() / 2);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d in %.2f s, median %d ms",
          ids.size(),
          whole.toMillis() / 1000.0,
          median().toMillis());
    }
  }

  /// Creates and starts containers.
  ///
  /// @param bodies of `POST /containers/create`, by number
  public Run start(int count, IntFunction<String> bodies) throws IOException {
    return spread(
        count,
        (connection, i) -> {
          String id = idOf(connection.call("POST", "/containers/create", bodies.apply(i)));
          connection.call("POST", "/containers/" + id + "/start", "");
          return id;
        });
  }

  /// Kills and removes containers.
  public Run remove(List<String> ids) throws IOException {
    return spread(
        ids.size(),
        (connection, i) -> {
          connection.call("POST", "/containers/" + ids.get(i) + "/kill", "");
          connection.call("DELETE", "/containers/" + ids.get(i) + "?v=1", "");
          return ids.get(i);
        });
  }

  /// One call on a connection of its own.
  ///
  /// @return the answer's body
  /// @throws IOException also if Docker says no
  public String call(String method, String path) throws IOException {
    try (var connection = new Connection(socket)) {
      return connection.call(method, path, "");
    }
  }

  private interface Work {
    String on(Connection connection, int number) throws IOException;
  }

  private Run spread(int count, Work work) throws IOException {
    long began = System.nanoTime();
    var ids = new String[count];
    var took = new Duration[count];
    var next = new AtomicInteger();
    List<Future<Void>> workers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(atOnce)) {
      Callable<Void> worker =
          () -> {
            try (var connection = new Connection(socket)) {
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                long at = System.nanoTime();
                ids[i] = work.on(connection, i);
                took[i] = Duration.ofNanos(System.nanoTime() - at);
              }
            }
            return null;
          };
      for (int w = 0; w < atOnce; w++) {
        workers.add(threads.submit(worker));
      }
      for (Future<Void> each : workers) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return new Run(List.of(ids), Duration.ofNanos(System.nanoTime() - began), List.of(took));
  }

  private static String idOf(String created) {
    int at = created.indexOf("\"Id\":\"") + 6;
    return created.substring(at, created.indexOf('"', at));
  }

  /// One HTTP/1.1 connection; one call at a time.
  private static final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector readable = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).flip();

    Connection(Path socket) throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      channel.register(readable, SelectionKey.OP_READ);
    }

    String call(String method, String path, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n";
      var out = new ByteArrayOutputStream();
      out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(bytes);
      ByteBuffer whole = ByteBuffer.wrap(out.toByteArray());
      while (whole.hasRemaining()) {
        channel.write(whole);
      }
      return answer(method + " " + path);
    }

    private String answer(String asked) throws IOException {
      int status = Integer.parseInt(line().substring(9, 12));
      int length = 0;
      boolean chunked = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).strip());
        }
        chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
      }
      String body = status == 204 || status == 304 ? "" : chunked ? chunks() : text(length);
      if (status >= 400) {
        throw new IOException(asked + ": " + status + " " + body);
      }
      return body;
    }

    private String chunks() throws IOException {
      var body = new StringBuilder();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        body.append(text(size));
        line();
      }
      line();
      return body.toString();
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (char c = (char) octet(); c != '\n'; c = (char) octet()) {
        line.append(c);
      }
      return line.toString().stripTrailing();
    }

    private String text(int length) throws IOException {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) octet();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private int octet() throws IOException {
      if (!in.hasRemaining()) {
        in.clear();
        int read = channel.read(in);
        for (; read == 0; read = channel.read(in)) {
          if (readable.select(SILENCE.toMillis()) == 0) {
            throw new IOException("Docker hangs: it has said nothing for " + SILENCE);
          }
          readable.selectedKeys().clear();
        }
        if (read < 0) {
          throw new EOFException("Docker hung up");
        }
        in.flip();
      }
      return in.get() & 0xff;
    }

    @Override
    public void close() throws IOException {
      readable.close();
      channel.close();
    }
  }
}
