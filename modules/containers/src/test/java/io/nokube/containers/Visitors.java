package io.nokube.containers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Clients who ask for pages again and again, each time by a new connection and without a second
/// try, and who count.
public final class Visitors implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final int PATIENCE_MILLIS = 5000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final String wanted;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final List<Thread> clients = new ArrayList<>();
  private volatile Optional<String> failure = Optional.empty();
  private volatile long least = Long.MAX_VALUE;

  /// @param pages asked in turn
  /// @param wanted what each of them says
  public Visitors(List<URI> pages, String wanted) {
    this.wanted = wanted;
    for (int i = 0; i < AT_ONCE; i++) {
      int first = i;
      clients.add(Thread.ofPlatform().name("visitor").start(() -> visit(pages, first)));
    }
  }

  private void visit(List<URI> pages, int first) {
    for (int next = first; asked() < least; next++) {
      URI page = pages.get(next % pages.size());
      try {
        String answer = answer(page);
        if (answer.contains(" 200 OK") && answer.strip().endsWith(wanted)) {
          answered.incrementAndGet();
        } else {
          failed(page + " answered: " + answer);
        }
      } catch (IOException e) {
        failed(page + ": " + e);
      }
    }
  }

  private static String answer(URI page) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(page.getHost(), page.getPort()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(REQUEST);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private synchronized void failed(String why) {
    failed.incrementAndGet();
    failure = failure.or(() -> Optional.of(why));
  }

  public long asked() {
    return answered.get() + failed.get();
  }

  public long failed() {
    return failed.get();
  }

  /// Of the first that failed.
  public String failure() {
    return failure.orElse("none failed");
  }

  /// They leave as soon as they have asked so often.
  public void leaveAfter(long requests) {
    least = requests;
    join();
  }

  @Override
  public void close() {
    leaveAfter(0);
  }

  private void join() {
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
