package io.nokube.runtime.logs;

import io.nokube.actor.port.PodEngine;
import io.nokube.actor.port.PodEngine.Logs;
import io.nokube.runtime.bus.Addresses;
import io.nokube.runtime.bus.Bus;
import io.nokube.runtime.bus.Words;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The logs that other nodes are reading here.
public final class ServedLogs implements AutoCloseable {
  private final PodEngine engine;
  private final Bus bus;
  private final Addresses here;
  private final Duration idle;
  private final Semaphore free;
  private final Map<String, Served> open = new ConcurrentHashMap<>();

  /// @param most how many at the same time
  /// @param idle after how long without a request one is closed
  public ServedLogs(PodEngine engine, Bus bus, Addresses here, int most, Duration idle) {
    this.engine = engine;
    this.bus = bus;
    this.here = here;
    this.idle = idle;
    this.free = new Semaphore(most);
  }

  /// Begins to serve.
  public List<MessageConsumer<Buffer>> serve() {
    return List.of(
        bus.serveBlocking(here.openLog(), Words.OpenLog.class, this::open),
        bus.serveBlocking(here.nextPiece(), Words.NextPiece.class, this::next),
        bus.serveBlocking(here.closeLog(), Words.CloseLog.class, this::close));
  }

  private Words.LogOpened open(Words.OpenLog asked) {
    closeIdle();
    if (!free.tryAcquire()) {
      return new Words.LogOpened(
          "", "too many logs of node " + here.node() + " are being read: try again later");
    }
    Optional<Words.LogOpened> opened = Optional.empty();
    try {
      opened =
          switch (engine.logs(asked.request())) {
            case Logs.None(var why) -> Optional.of(new Words.LogOpened("", why));
            case Logs.Open log -> {
              String id = UUID.randomUUID().toString();
              open.put(id, new Served(log));
              yield Optional.of(new Words.LogOpened(id, ""));
            }
          };
      return opened.get();
    } finally {
      if (opened.map(Words.LogOpened::id).orElse("").isEmpty()) {
        free.release();
      }
    }
  }

  private Words.Piece next(Words.NextPiece asked) {
    Served served = open.get(asked.id());
    if (served == null) {
      throw new IllegalStateException(
          "this log was closed because nobody asked for it for " + idle.toSeconds() + " s");
    }
    return served
        .next(Duration.ofMillis(asked.waitMillis()))
        .map(Words.Piece::of)
        .orElse(Words.Piece.END);
  }

  private Words.Heard close(Words.CloseLog asked) {
    return new Words.Heard(close(asked.id()));
  }

  private boolean close(String id) {
    Optional<Served> served = Optional.ofNullable(open.remove(id));
    served.ifPresent(one -> {
      one.close();
      free.release();
    });
    return served.isPresent();
  }

  /// Closes what nobody asks for any more. Blocks.
  public void closeIdle() {
    open.forEach((id, served) -> {
      if (served.isIdle(idle)) {
        close(id);
      }
    });
  }

  @Override
  public void close() {
    open.keySet().forEach(this::close);
  }

  /// One log; its pieces are read by one reader at a time.
  private static final class Served {
    private final Logs.Open log;
    private int reading;
    private long usedAt = System.nanoTime();

    Served(Logs.Open log) {
      this.log = log;
    }

    Optional<byte[]> next(Duration wait) {
      used(1);
      try {
        return log.next(wait);
      } finally {
        used(-1);
      }
    }

    private synchronized void used(int more) {
      reading += more;
      usedAt = System.nanoTime();
    }

    synchronized boolean isIdle(Duration idle) {
      return reading == 0 && System.nanoTime() - usedAt >= idle.toNanos();
    }

    void close() {
      log.close();
    }
  }
}
