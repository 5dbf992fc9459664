package io.nokube.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Knows when so many of a cluster's containers have been removed, as the engine tells it: who asks
/// it for a list again and again makes it slower.
final class Removals implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 120;

  private final Process events;
  private final CompletableFuture<Long> all = new CompletableFuture<>();

  /// @param label that all of the cluster's containers carry
  Removals(String label, int wanted) throws IOException {
    events =
        new ProcessBuilder(
                List.of(
                    "docker",
                    "events",
                    "--filter",
                    "label=" + label,
                    "--filter",
                    "event=destroy",
                    "--format",
                    "{{.ID}}"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread.ofVirtual().start(() -> read(wanted));
  }

  private void read(int wanted) {
    int seen = 0;
    try (BufferedReader lines = events.inputReader()) {
      while (lines.readLine() != null) {
        seen++;
        if (seen >= wanted) {
          all.complete(System.nanoTime());
        }
      }
      all.completeExceptionally(new IOException("docker events ended at " + seen));
    } catch (IOException e) {
      all.completeExceptionally(e);
    }
  }

  /// When the last of them was gone, on `System.nanoTime`'s clock.
  long await() throws IOException, InterruptedException {
    try {
      return all.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("reading docker events", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not all were removed after " + DEADLINE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    events.destroy();
  }
}
