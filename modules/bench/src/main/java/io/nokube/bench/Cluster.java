package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Quickstart's cluster in a home of its own, removed at the end.
final class Cluster implements AutoCloseable {
  static final List<String> NODES = List.of("n1", "n2", "n3");
  static final String HEAD = "n1";
  static final String WORKER = "n2";
  private static final List<String> PAGES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
  private static final int PAGE = 18080;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final Path checkout;
  private final Path home;
  private boolean fresh;
  private boolean closed;

  /// @param checkout of nokube, with the distribution built
  Cluster(Path checkout) throws IOException {
    this.checkout = checkout;
    this.home = Files.createTempDirectory("nokube-bench");
  }

  /// Makes it, or starts what is missing.
  ///
  /// @return the seconds it took
  double quickstart() throws IOException, InterruptedException {
    double seconds = nokube("quickstart").seconds();
    fresh = true;
    return seconds;
  }

  /// Another quickstart publishes the same ports, and would be measured too.
  static void requireAlone() throws IOException {
    for (String address : PAGES) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, PAGE));
      } catch (IOException e) {
        throw new IOException(
            ("%s:%d is taken, probably by a quickstart that runs on this machine: what it does would"
                    + " be measured too. End it with `nokube quickstart --clean`, then try again.")
                .formatted(address, PAGE),
            e);
      }
    }
  }

  /// Agents of which no Deployment has been asked yet, and that have come to rest after their
  /// start.
  void freshAgents() throws IOException, InterruptedException {
    if (!fresh) {
      for (String node : NODES) {
        ProcessHandle agent = agent(node);
        agent.destroyForcibly();
        Waiting.until("the end of " + node, Duration.ofMillis(20), () -> !agent.isAlive());
      }
      quickstart();
    }
    Thread.sleep(SETTLING);
    fresh = false;
  }

  Command.Result nokube(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(checkout.resolve("nokube").toString());
    command.addAll(List.of(words));
    return new Command(Map.of("NOKUBE_HOME", home.toString()), checkout, command).run();
  }

  Api api() throws IOException {
    return new Api(home.resolve("credentials.json"));
  }

  Engine engine() throws IOException {
    return Engine.of(Files.readString(folder().resolve("id")).strip());
  }

  ProcessHandle agent(String node) throws IOException {
    JsonNode ready = Api.JSON.readTree(folder().resolve(node).resolve("ready.json").toFile());
    long pid = ready.path("pid").asLong();
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IOException("the agent of " + node + " has ended, pid " + pid));
  }

  private Path folder() {
    return home.resolve("quickstart");
  }

  /// Removes all of it, also when it is half made.
  @Override
  public synchronized void close() throws IOException, InterruptedException {
    if (closed) {
      return;
    }
    closed = true;
    if (Files.exists(folder().resolve("id"))) {
      engine().removeFloor();
    }
    nokube("quickstart", "--clean");
    // Docker goes on writing its log there, if it was this run that started it.
    if (!Files.exists(home.resolve("docker").resolve("dockerd.log"))) {
      Files.deleteIfExists(home.resolve("docker"));
      Files.deleteIfExists(home);
    }
  }
}
