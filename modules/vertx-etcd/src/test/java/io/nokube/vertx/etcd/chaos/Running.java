package io.nokube.vertx.etcd.chaos;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A [Peer] that runs, as the driver holds it.
final class Running {

  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Duration TO_END = Duration.ofSeconds(20);

  private final Process process;
  private final Writer in;
  private final AtomicLong orders = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
  private final CompletableFuture<JsonObject> started = new CompletableFuture<>();

  private Running(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    asked.put(0L, started);
    Thread.ofPlatform().daemon().name("peer-" + process.pid()).start(this::read);
  }

  /// Starts one that lives at a place; [#node()] waits until it has joined.
  ///
  /// @param jvm the command up to the main class
  static Running start(Place place, List<String> jvm, String etcd, String prefix, Path log) {
    var command = new ArrayList<>(jvm);
    command.addAll(List.of(Peer.class.getName(), etcd, prefix, place.address(), "4000"));
    var builder = new ProcessBuilder(place.here(command));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("starting a node", e);
    }
  }

  /// Its id, when it has joined.
  String node() {
    return started.orTimeout(TO_START.toSeconds(), TimeUnit.SECONDS).join().getString("node");
  }

  boolean alive() {
    return process.isAlive();
  }

  boolean joined() {
    return started.isDone() && !started.isCompletedExceptionally();
  }

  /// Orders something; the answer fails if the process ends first.
  synchronized CompletableFuture<JsonObject> tell(JsonObject order) {
    var id = orders.incrementAndGet();
    var answer = new CompletableFuture<JsonObject>();
    asked.put(id, answer);
    try {
      in.write(order.copy().put("id", id).encode() + "\n");
      in.flush();
    } catch (IOException e) {
      asked.remove(id);
      answer.completeExceptionally(e);
    }
    return answer;
  }

  void signal(String name) {
    Enclosure.run("kill", "-" + name, Long.toString(process.pid()));
  }

  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Whether it ended in time.
  boolean awaitEnd() {
    try {
      return process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var answer = new JsonObject(line);
        var waiting = asked.remove(answer.getLong("id"));
        if (waiting != null) {
          waiting.complete(answer);
        }
      }
    } catch (IOException e) {
      asked.values().forEach(each -> each.completeExceptionally(e));
    }
    var ended = new IllegalStateException("the node's process ended");
    asked.values().forEach(each -> each.completeExceptionally(ended));
  }
}
