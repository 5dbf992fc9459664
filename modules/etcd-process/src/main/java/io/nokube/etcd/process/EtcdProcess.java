package io.nokube.etcd.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A single-member etcd on random loopback ports whose process a test can stop, kill, pause and
/// start again.
///
/// The ports and the data stay the same through restarts; [#close()] ends the process and removes
/// the data. All methods block, each at most about [#PATIENCE]. Not thread-safe: one test owns it.
public final class EtcdProcess implements AutoCloseable {

  /// How long to wait for etcd to answer after a start, or to end after a stop.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String LOOPBACK = "127.0.0.1";

  private final Path folder;
  private final List<String> command;
  private final String peer;
  private final URI endpoint;
  private final URI health;
  private final Optional<TlsFiles> tls;
  private final Thread reaper = new Thread(this::reap, "etcd-reaper");
  private Process process;

  /// What an etcd with TLS is started with; `etcdctl` shows the same certificate.
  ///
  /// @param authority whose clients it takes
  /// @param certificate for server and client, of the address
  public record TlsFiles(Path authority, Path certificate, Path key) {}

  private EtcdProcess(Optional<TlsFiles> tls, String address, List<String> flags) {
    var ports = freePorts();
    try {
      folder = Files.createTempDirectory("etcd-test-");
    } catch (IOException e) {
      throw new UncheckedIOException("making a data folder for etcd", e);
    }
    this.tls = tls;
    var scheme = tls.isPresent() ? "https" : "http";
    endpoint = URI.create(scheme + "://" + address + ":" + ports.client());
    health = URI.create("http://127.0.0.1:" + ports.health());
    peer = "http://127.0.0.1:" + ports.peer();
    command = new ArrayList<>(List.of(executable("etcd", "etcd-server").toString()));
    command.addAll(List.of("--name", "test", "--data-dir", folder.resolve("data").toString()));
    command.addAll(List.of("--listen-client-urls", endpoint.toString()));
    command.addAll(List.of("--advertise-client-urls", endpoint.toString()));
    command.addAll(List.of("--listen-metrics-urls", health.toString()));
    command.addAll(List.of("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer));
    command.addAll(List.of("--initial-cluster", "test=" + peer, "--logger", "zap"));
    // Alone, it waits an election's time at every start: keep that short.
    command.addAll(List.of("--heartbeat-interval", "50", "--election-timeout", "500"));
    tls.ifPresent(files -> {
      command.addAll(List.of("--client-cert-auth", "--trusted-ca-file"));
      command.add(files.authority().toString());
      command.addAll(List.of("--cert-file", files.certificate().toString()));
      command.addAll(List.of("--key-file", files.key().toString()));
    });
    command.addAll(flags);
    Runtime.getRuntime().addShutdownHook(reaper);
    process = launch();
  }

  /// A running etcd that answers, with further `flags` of etcd's command line (`--max-txn-ops=64`).
  ///
  /// @throws IllegalStateException if etcd isn't installed or doesn't come up; the message says
  ///   what to do
  public static EtcdProcess started(String... flags) {
    return started(new EtcdProcess(Optional.empty(), LOOPBACK, List.of(flags)));
  }

  /// A running etcd that is reached by another address of this machine.
  ///
  /// @throws IllegalStateException as [#started]
  public static EtcdProcess at(String address) {
    return started(new EtcdProcess(Optional.empty(), address, List.of()));
  }

  /// A running etcd that takes only clients with a certificate.
  ///
  /// @throws IllegalStateException as [#started]
  public static EtcdProcess secured(TlsFiles tls) {
    return secured(tls, LOOPBACK);
  }

  /// As [#secured(TlsFiles)], reached by another address of this machine.
  public static EtcdProcess secured(TlsFiles tls, String address) {
    return started(new EtcdProcess(Optional.of(tls), address, List.of()));
  }

  private static EtcdProcess started(EtcdProcess etcd) {
    try {
      etcd.awaitHealthy();
    } catch (RuntimeException e) {
      etcd.close();
      throw e;
    }
    return etcd;
  }

  /// `http://127.0.0.1:<port>` (`https` with TLS, and its address), the same for the life of this
  /// object.
  public URI endpoint() {
    return endpoint;
  }

  /// The operating system's id of the process that runs now, or ran last.
  public long pid() {
    return process.pid();
  }

  /// Asks etcd to end (SIGTERM) and waits until it has.
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  /// Ends etcd without warning (SIGKILL) and waits until it is gone.
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Starts a stopped or killed etcd on the same ports and data, and waits until it answers.
  public void start() {
    if (process.isAlive()) {
      throw new IllegalStateException("starting etcd at " + endpoint + ": it runs already");
    }
    process = launch();
    awaitHealthy();
  }

  /// Freezes etcd (SIGSTOP): its sockets stay open and nothing answers.
  public void pause() {
    signal("STOP");
  }

  /// Lets a paused etcd go on (SIGCONT).
  public void resume() {
    signal("CONT");
  }

  /// What `etcdctl <arguments>` prints on standard output when run against this etcd.
  public String etcdctl(String... arguments) {
    var line = new ArrayList<>(List.of(executable("etcdctl", "etcd-client").toString()));
    line.addAll(List.of("--endpoints", endpoint.toString()));
    tls.ifPresent(files -> {
      line.addAll(List.of("--cacert", files.authority().toString()));
      line.addAll(List.of("--cert", files.certificate().toString()));
      line.addAll(List.of("--key", files.key().toString()));
    });
    line.addAll(List.of(arguments));
    return output(line);
  }

  /// Writes what etcd holds now to a file.
  public void backUp(Path file) {
    etcdctl("snapshot", "save", file.toString());
  }

  /// Sets etcd back to a snapshot, as its own tools do it: ended if it runs, its data replaced, and
  /// started again. Clients that know nothing of it find the same address, members and cluster id.
  public void setBack(Path snapshot) {
    setBack(snapshot, "etcd-cluster"); // etcd's own word where none is said
  }

  /// As [#setBack(Path)], with another token, so that etcd's cluster id is another.
  public void setBack(Path snapshot, String token) {
    kill();
    delete(folder.resolve("data"));
    var line = new ArrayList<>(List.of(executable("etcdctl", "etcd-client").toString()));
    line.addAll(List.of("snapshot", "restore", snapshot.toString(), "--name", "test"));
    line.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    line.addAll(List.of("--initial-cluster", "test=" + peer, "--initial-cluster-token", token));
    line.addAll(List.of("--initial-advertise-peer-urls", peer));
    output(line);
    start();
  }

  /// Ends etcd and removes its data.
  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException inShutdown) {
      return; // the hook itself removes the folder
    }
    deleteFolder();
  }

  private Process launch() {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command, e);
    }
  }

  private Path log() {
    return folder.resolve("etcd.log");
  }

  private void awaitHealthy() {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!healthy()) {
      if (endsWithin(Duration.ofMillis(20))) {
        throw new IllegalStateException(
            "starting etcd at " + endpoint + ": it ended: " + logTail());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "starting etcd at " + endpoint + ": no answer in " + PATIENCE + ": " + logTail());
      }
    }
  }

  private boolean healthy() {
    try {
      var asked = (HttpURLConnection) health.resolve("/health").toURL().openConnection();
      asked.setConnectTimeout(500);
      asked.setReadTimeout(2000);
      try {
        return asked.getResponseCode() == 200;
      } finally {
        asked.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private void awaitEnd() {
    if (!endsWithin(PATIENCE)) {
      throw new IllegalStateException("ending etcd (pid " + process.pid() + "): it still runs");
    }
  }

  private boolean endsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("waiting for etcd (pid " + process.pid() + ")", e);
    }
  }

  private void signal(String name) {
    output(List.of("/bin/kill", "-" + name, Long.toString(process.pid())));
  }

  private String logTail() {
    try {
      var lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "its log " + log() + " can't be read: " + e;
    }
  }

  private void reap() {
    process.destroyForcibly();
    endsWithin(PATIENCE);
    deleteFolder();
  }

  private void deleteFolder() {
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing etcd's folder " + folder, e);
    }
  }

  private static String output(List<String> line) {
    try {
      var program = new ProcessBuilder(line).redirectErrorStream(false).start();
      program.getOutputStream().close();
      var out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var err = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!program.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || program.exitValue() != 0) {
        throw new IllegalStateException(line + " failed: " + err);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException("running " + line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("running " + line, e);
    }
  }

  private static Path executable(String name, String debianPackage) {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/bin")))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "%s isn't installed: install the package %s (apt-get install %s)"
                    .formatted(name, debianPackage, debianPackage)));
  }

  private record Ports(int client, int peer, int health) {}

  private static Ports freePorts() {
    try (var client = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var health = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Ports(client.getLocalPort(), peer.getLocalPort(), health.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("looking for free ports for etcd", e);
    }
  }
}
