package io.nokube.launcher.playground;

import io.nokube.launcher.CommandFailure;
import io.nokube.launcher.Home;
import io.nokube.launcher.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The key with which a playground's hosts are entered, and the entering by the ssh program.
record Login(Playground playground) {
  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int PORT = 22;

  /// Made once; half of a pair doesn't count.
  void key() {
    if (!Files.exists(playground.key()) || !Files.exists(playground.publicKey())) {
      Home.delete(playground.key());
      run(
          List.of(
              "ssh-keygen",
              "-q",
              "-t",
              "ed25519",
              "-N",
              "",
              "-C",
              playground.network(),
              "-f",
              playground.key().toString()));
    }
  }

  /// Waits until a host's sshd says something.
  static void awaitSshd(String host, String address) {
    Readiness.await(
        BOOT,
        () -> banner(address),
        () -> "%s does not answer at %s:%d by SSH".formatted(host, address, PORT));
  }

  private static Optional<String> banner(String address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT), 2000);
      socket.setSoTimeout(2000);
      String said = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
      return Optional.of(said).filter("SSH-"::equals);
    } catch (IOException notYet) {
      // Asked again until the deadline, which then names the host.
      return Optional.empty();
    }
  }

  /// Enters a host by its name, as the user would.
  void enter(String host) {
    run(List.of("ssh", "-F", playground.sshConfig().toString(), host, "true"));
  }

  /// For `ssh -F`: every host by its name.
  String config(List<ClusterFile.Host> hosts) {
    StringBuilder config = new StringBuilder();
    for (ClusterFile.Host host : hosts) {
      config.append("Host ").append(host.name()).append('\n');
      config.append("  HostName ").append(host.address()).append('\n');
    }
    config.append("Host *\n");
    config.append("  User root\n");
    config.append("  IdentityFile \"").append(playground.key()).append("\"\n");
    config.append("  IdentitiesOnly yes\n");
    config.append("  BatchMode yes\n");
    config.append("  StrictHostKeyChecking yes\n");
    config.append("  UserKnownHostsFile \"").append(playground.knownHosts()).append("\"\n");
    return config.toString();
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw CommandFailure.failed(
            "`%s` does not end within %d s"
                .formatted(String.join(" ", command), LIMIT.toSeconds()));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw CommandFailure.failed(
            "`%s` ended with code %d: %s\n`nokube playground down`, then `up`, makes the hosts anew."
                .formatted(String.join(" ", command), process.exitValue(), said.strip()));
      }
    } catch (IOException e) {
      throw CommandFailure.failed(
          "%s can't be run: %s; install the package openssh-client"
              .formatted(command.getFirst(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }
}
