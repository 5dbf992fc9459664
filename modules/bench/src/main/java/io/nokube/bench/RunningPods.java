package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A watch on a Deployment's pods that knows when so many run.
final class RunningPods implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 120;

  private final InputStream watch;
  private final CompletableFuture<Long> all = new CompletableFuture<>();

  RunningPods(Api api, String app, int wanted) throws IOException, InterruptedException {
    watch = api.watch(Api.PODS + "?watch=1&labelSelector=app%3D" + app);
    Thread.ofVirtual().start(() -> read(wanted));
  }

  private void read(int wanted) {
    Set<String> running = new HashSet<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(watch, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode pod = Api.JSON.readTree(line).path("object");
        if (pod.path("status").path("phase").asText().equals("Running")) {
          running.add(pod.path("metadata").path("name").asText());
        }
        if (running.size() >= wanted) {
          all.complete(System.nanoTime());
        }
      }
      all.completeExceptionally(
          new IOException("the watch ended when " + running.size() + " pods were running"));
    } catch (IOException e) {
      all.completeExceptionally(e);
    }
  }

  /// When the last of them ran, on `System.nanoTime`'s clock.
  long await() throws IOException, InterruptedException {
    try {
      return all.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("watching pods", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not all pods were running after " + DEADLINE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
