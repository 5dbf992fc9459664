package io.nokube.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// A real registry (the package `docker-registry`) with a folder for its images, which takes one
/// user with one password.
public final class DockerRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LEAST_COST = 4;

  private final Path folder;
  private final String host;
  private final Process process;

  private DockerRegistry(Path folder, String host, Process process) {
    this.folder = folder;
    this.host = host;
    this.process = process;
  }

  /// In the clear, on the loopback: Docker asks those without TLS.
  ///
  /// @param folder for its images, its users and its log
  public static DockerRegistry onLoopback(Path folder, String user, String password) {
    return start(folder, "127.0.0.1", "", user, password);
  }

  /// @param address by which others reach it
  /// @param certificate with `key`, in PEM: what it shows
  public static DockerRegistry secured(
      Path folder, String address, Path certificate, Path key, String user, String password) {
    String tls = "tls: {certificate: \"%s\", key: \"%s\"}".formatted(certificate, key);
    return start(folder, address, tls, user, password);
  }

  private static DockerRegistry start(
      Path folder, String address, String tls, String user, String password) {
    try {
      users(folder, user, password);
      String host = address + ":" + freePort(address);
      Path config =
          Files.writeString(
              folder.resolve("config.yml"),
              """
              version: 0.1
              log: {level: info, accesslog: {disabled: true}}
              storage:
                filesystem: {rootdirectory: "%1$s/images"}
              http:
                addr: "%2$s"
                %3$s
              auth:
                htpasswd: {realm: tests, path: "%1$s/htpasswd"}
              """
                  .formatted(folder, host, tls));
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      DockerRegistry registry = new DockerRegistry(folder, host, process);
      registry.awaitAnswer(tls.isEmpty());
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException("starting docker-registry in " + folder, e);
    }
  }

  /// From now on it takes this user with this password, and nobody else.
  public void takes(String user, String password) {
    try {
      users(folder, user, password);
    } catch (IOException e) {
      throw new UncheckedIOException("writing the users of " + host, e);
    }
  }

  private static void users(Path folder, String user, String password) throws IOException {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    Path fresh =
        Files.writeString(
            folder.resolve("htpasswd.new"),
            user + ":" + OpenBSDBCrypt.generate(bytes, salt, LEAST_COST) + "\n");
    Files.move(fresh, folder.resolve("htpasswd"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// With its port, as images' names begin.
  public String host() {
    return host;
  }

  private static int freePort(String address) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return free.getLocalPort();
    }
  }

  private void awaitAnswer(boolean clear) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(clear)) {
      if (endsWithin(Duration.ofMillis(50)) || System.nanoTime() - deadline > 0) {
        String log = Files.readString(folder.resolve("log"));
        close();
        throw new IllegalStateException("docker-registry does not answer at " + host + ": " + log);
      }
    }
  }

  /// One that speaks TLS answers 400 to who doesn't.
  private boolean answers(boolean clear) {
    try {
      var asked =
          (HttpURLConnection) URI.create("http://" + host + "/v2/").toURL().openConnection();
      asked.setConnectTimeout(1000);
      asked.setReadTimeout(5000);
      try {
        return asked.getResponseCode() == (clear ? 401 : 400);
      } finally {
        asked.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean endsWithin(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("waiting for docker-registry at " + host, e);
    }
  }

  /// Its images stay in its folder.
  @Override
  public void close() {
    process.destroy();
    if (!endsWithin(PATIENCE)) {
      process.destroyForcibly();
      throw new IllegalStateException("docker-registry at " + host + " did not end");
    }
  }
}
