package io.nokube.host.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Whether whoever started this process is still there: its standard input ends when they are gone.
///
/// @param silence they say a byte at least this often, because a network that is cut ends nothing
record Presence(InputStream in, Optional<Duration> silence) {

  /// Returns when they are gone.
  void awaitEnd() {
    try {
      if (silence.isEmpty()) {
        while (in.read() >= 0) {
          // what they say doesn't matter
        }
        return;
      }
      var heard = new ArrayBlockingQueue<Boolean>(16);
      Thread.ofPlatform().daemon().name("presence").start(() -> listen(heard));
      for (var here = true; here; ) {
        here = Boolean.TRUE.equals(heard.poll(silence.get().toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for the end of the standard input", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(ArrayBlockingQueue<Boolean> heard) {
    try {
      while (in.read() >= 0) {
        if (heard.isEmpty()) {
          heard.put(true);
        }
      }
      heard.put(false);
    } catch (IOException e) {
      heard.add(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
