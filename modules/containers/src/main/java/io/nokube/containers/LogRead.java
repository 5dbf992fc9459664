package io.nokube.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.nokube.actor.port.PodEngine.Logs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One log being read. The engine's thread waits while the reader is slow, so that a log of any
/// length takes bounded memory.
final class LogRead implements Logs.Open {
  private static final Logger LOG = LoggerFactory.getLogger(LogRead.class);
  private static final int PIECE = 64 * 1024;
  private static final int QUEUED = 64;

  /// In the queue: the end.
  private static final byte[] NOTHING = {};

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Frames frames = new Frames();
  private final Runnable released;
  private byte[] rest = NOTHING;
  private long left;
  private boolean ended;

  /// @param limit bytes in all; negative: no limit
  LogRead(long limit, Runnable released) {
    this.left = limit < 0 ? Long.MAX_VALUE : limit;
    this.released = released;
  }

  ResultCallback<Frame> frames() {
    return frames;
  }

  @Override
  public Optional<byte[]> next(Duration wait) {
    if (rest.length == 0 && !ended) {
      fill(wait);
    }
    if (left == 0 || (rest.length == 0 && ended)) {
      return Optional.empty();
    }
    int size = (int) Math.min(Math.min(rest.length, PIECE), left);
    byte[] piece = Arrays.copyOf(rest, size);
    rest = Arrays.copyOfRange(rest, size, rest.length);
    left -= size;
    return Optional.of(piece);
  }

  /// Waits for one item, then takes what else is there, up to a piece.
  private void fill(Duration wait) {
    var gathered = new ByteArrayOutputStream();
    try {
      byte @Nullable [] some = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
      while (some != null) {
        ended = some.length == 0;
        gathered.writeBytes(some);
        some = ended || gathered.size() >= PIECE ? null : queue.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
    }
    rest = gathered.toByteArray();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      frames.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a log", e);
    } finally {
      queue.clear(); // frees the engine's thread, should it wait for room
      released.run();
    }
  }

  private final class Frames extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      byte[] payload = frame.getPayload();
      if (payload.length > 0) {
        put(payload);
      }
    }

    @Override
    public void onError(Throwable why) {
      if (!closed.get()) {
        LOG.warn("a log broke off why=\"{}\"", why.toString());
      }
      put(NOTHING);
      super.onError(why);
    }

    @Override
    public void onComplete() {
      put(NOTHING);
      super.onComplete(); // interrupts this thread
    }

    private void put(byte[] item) {
      try {
        if (!closed.get()) {
          queue.put(item);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
