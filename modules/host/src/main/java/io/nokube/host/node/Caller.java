package io.nokube.host.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Whoever started this process, as far as its standard input tells: it ends when they are gone.
///
/// @param silence they say a line at least this often, because a network that is cut ends nothing
record Caller(InputStream in, Optional<Duration> silence) {

  /// Returns when they are gone.
  ///
  /// @param lines is told what they say, a line at a time, but for empty ones
  void listen(Consumer<String> lines) {
    var heard = new LinkedBlockingQueue<Optional<String>>();
    Thread.ofPlatform().daemon().name("caller").start(() -> read(heard));
    for (var line = next(heard); line.isPresent(); line = next(heard)) {
      line.filter(words -> !words.isBlank()).ifPresent(lines);
    }
  }

  /// Nothing at their end, or when they have been silent for too long.
  private Optional<String> next(LinkedBlockingQueue<Optional<String>> heard) {
    try {
      if (silence.isEmpty()) {
        return heard.take();
      }
      var line = heard.poll(silence.get().toMillis(), TimeUnit.MILLISECONDS);
      return line == null ? Optional.empty() : line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void read(LinkedBlockingQueue<Optional<String>> heard) {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        heard.add(Optional.of(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading the standard input", e);
    } finally {
      heard.add(Optional.empty());
    }
  }
}
