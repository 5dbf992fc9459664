package io.nokube.launcher.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nokube.launcher.ssh.Output;
import io.nokube.launcher.ssh.Run;
import io.nokube.launcher.ssh.SshFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The command agent that holds a host, as the one that does all else there: requests go to its
/// standard input, as on a command line, and each gets the lines that have its number.
///
/// What all share ends for all: the process, the connection, and a line that has no number.
final class HeldHost implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final String node;
  private final Run run;
  private final Map<Integer, BlockingQueue<Heard>> asked = new ConcurrentHashMap<>();
  private int last;
  private Optional<Heard> end = Optional.empty();

  private sealed interface Heard {
    record Line(String text) implements Heard {}

    record End() implements Heard {}

    record Lost(SshFailure why) implements Heard {}
  }

  private HeldHost(String node, Run run) {
    this.node = node;
    this.run = run;
  }

  /// @param run has told what is to be told before its first request
  static HeldHost by(String node, Run run) {
    HeldHost held = new HeldHost(node, run);
    Thread.ofVirtual().name("held-" + node).start(held::listen);
    return held;
  }

  /// Has it do one thing beside all others that it does.
  ///
  /// @param operation of the request
  /// @param request in base64
  /// @return what it says to this alone; the end of it all is the end of this, too
  Output begin(String operation, String request) {
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    int number = listened(heard);
    byte[] line = (number + " " + request + "\n").getBytes(StandardCharsets.US_ASCII);
    synchronized (run) {
      run.send(line);
    }
    return new Errand(node, operation, run, heard);
  }

  private synchronized int listened(BlockingQueue<Heard> heard) {
    last++;
    asked.put(last, heard);
    end.ifPresent(heard::add);
    return last;
  }

  private void listen() {
    Heard heard;
    do {
      heard = next();
      tell(heard);
    } while (heard instanceof Heard.Line);
  }

  private Heard next() {
    try {
      return run.nextLine().<Heard>map(Heard.Line::new).orElseGet(Heard.End::new);
    } catch (SshFailure lost) {
      return new Heard.Lost(lost);
    }
  }

  private synchronized void tell(Heard heard) {
    Optional<BlockingQueue<Heard>> one =
        heard instanceof Heard.Line(String text) ? number(text).map(asked::get) : Optional.empty();
    if (one.isPresent()) {
      one.get().add(heard);
      return;
    }
    if (!(heard instanceof Heard.Line)) {
      end = Optional.of(heard);
    }
    asked.values().forEach(each -> each.add(heard));
  }

  private static Optional<Integer> number(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line).get("request"))
          .map(request -> request.asInt());
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    run.close();
  }

  /// One request, as if it were a program of its own.
  private record Errand(String node, String operation, Run run, BlockingQueue<Heard> heard)
      implements Output {
    @Override
    public Optional<String> nextLine(Duration patience) {
      try {
        @Nullable Heard next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return switch (next) {
          case Heard.Line(String text) -> Optional.of(text);
          case Heard.End() -> Optional.empty();
          case Heard.Lost(SshFailure why) -> throw why;
          case null ->
              throw failed(
                  "the command agent has said nothing for %d s".formatted(patience.toSeconds()));
        };
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failed("interrupted");
      }
    }

    private NodeFailure failed(String why) {
      return new NodeFailure(
          node, operation, why, "look what it does on the host; running again is safe");
    }

    @Override
    public int exitCode() {
      return run.exitCode();
    }

    @Override
    public String errors() {
      return run.errors();
    }
  }
}
