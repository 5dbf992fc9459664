package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The starts of a cluster's containers, as the engine tells them with its own time.
final class Starts implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;

  private final Process events;
  private final BlockingQueue<Start> starts = new LinkedBlockingQueue<>();

  /// @param pod whose container it is
  record Start(String pod, Instant at) {}

  Starts(String label) throws IOException {
    events =
        new ProcessBuilder(
                List.of(
                    "docker",
                    "events",
                    "--filter",
                    "label=" + label,
                    "--filter",
                    "event=start",
                    "--format",
                    "{{json .}}"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (BufferedReader lines = events.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = Api.JSON.readTree(line);
        starts.add(
            new Start(
                event.path("Actor").path("Attributes").path("io.nokube.pod").asText(),
                Instant.ofEpochSecond(0, event.path("timeNano").asLong())));
      }
    } catch (IOException e) {
      // Closed: whoever still waits for a start says so at its deadline.
      events.destroy();
    }
  }

  /// The next start of a container of this pod; those of others are passed over.
  Instant next(String pod) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    for (Start start = poll(deadline, pod); true; start = poll(deadline, pod)) {
      if (start.pod().equals(pod)) {
        return start.at();
      }
    }
  }

  private Start poll(long deadline, String pod) throws IOException, InterruptedException {
    Start start = starts.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (start == null) {
      throw new IOException(
          "waited %d s for the start of a container of pod %s".formatted(DEADLINE_SECONDS, pod));
    }
    return start;
  }

  void forget() {
    starts.clear();
  }

  @Override
  public void close() {
    events.destroy();
  }
}
