package io.nokube.launcher.ssh;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real sshd (Debian's openssh-server) on a free port of 127.0.0.1, with host keys, users and
/// configuration of its own in a folder of its own.
///
/// It runs as root, in a mount namespace of its own: there, and only there, are two more users, a
/// password of root, rules of sudo, and a file system of one megabyte.
final class SshdProcess implements AutoCloseable {
  static final String ROOT_PASSWORD = "correct horse";

  private static final String[] SFTP = {"Subsystem sftp internal-sftp"};

  /// By `openssl passwd -6`.
  private static final String ROOT_PASSWORD_CRYPTED =
      "$6$nokube$Rg5dMvsOl8DB2NpQjMbljvbLoKfRJUqmzb7uKzGjd1AyxLeABu"
          + "3WwCZdx.7JTTo3nGqO2XTnJ7d7Rrze66qwf/";

  /// What a user may be: one whom sudo takes without a password, and one whom it doesn't.
  static final String TRUSTED = "nokube-trusted";

  static final String PLAIN = "nokube-plain";

  private final Path folder;
  private final int port;
  private Process process;

  private SshdProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// @param settings the last lines of sshd_config; without any, it serves SFTP
  static SshdProcess start(Path folder, String... settings) {
    try {
      assumeThat(System.getProperty("user.name"))
          .as("an sshd that lets several users in runs as root")
          .isEqualTo("root");
      int port;
      try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      // JUnit's own folder is closed to other users, whose keys sshd reads as themselves.
      Files.setPosixFilePermissions(
          folder.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
      var sshd = new SshdProcess(folder, port);
      for (var type : List.of("ed25519", "ecdsa", "rsa")) {
        sshd.newHostKey(type);
      }
      sshd.prepare(settings);
      sshd.run();
      return sshd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  /// A file system of one megabyte, which only this sshd's sessions see.
  Path tiny() {
    return folder.resolve("tiny");
  }

  Path log() {
    return folder.resolve("sshd.log");
  }

  /// A target at this sshd, its host key pinned.
  SshTarget target(String user, Login login) {
    return new SshTarget(
        "n1", "127.0.0.1", port, user, login, new HostKey.Pinned(fingerprint("ed25519")));
  }

  /// As root by a key that is let in.
  SshTarget target() {
    return target("root", new Login.KeyFile(key("ed25519"), Optional.empty()));
  }

  /// A private key that all users here let in; made when it is first asked for.
  ///
  /// @param options of ssh-keygen, the type first
  Path key(String type, String... options) {
    var file = folder.resolve("user-" + type + (options.length == 0 ? "" : "-" + options.length));
    if (!Files.exists(file)) {
      keygen(file, type, options);
      try {
        Files.writeString(
            authorized(),
            Files.readString(Path.of(file + ".pub")),
            java.nio.file.StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  /// A private key that nobody here knows.
  Path strangersKey(String type) {
    var file = folder.resolve("stranger-" + type);
    if (!Files.exists(file)) {
      keygen(file, type);
    }
    return file;
  }

  /// As ssh-keygen says it.
  String fingerprint(String type) {
    var said = Commands.run("ssh-keygen", "-lf", hostKey(type) + ".pub");
    return said.split(" ", -1)[1];
  }

  /// A line for known_hosts.
  String knownHostsLine(String type) {
    try {
      return "[127.0.0.1]:%d %s"
          .formatted(port, Files.readString(Path.of(hostKey(type) + ".pub")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path hostKey(String type) {
    return folder.resolve("host-" + type);
  }

  void newHostKey(String type) throws IOException {
    Files.deleteIfExists(hostKey(type));
    keygen(hostKey(type), type);
  }

  void restart() throws IOException {
    close();
    run();
  }

  /// The processes that serve the connections that are open, not what those have started.
  List<ProcessHandle> connections() {
    return process
        .descendants()
        .filter(child -> child.info().command().filter(c -> c.endsWith("/sshd")).isPresent())
        .toList();
  }

  /// As if the host had lost its power, but for the network, which says so.
  void killConnections() {
    connections().forEach(ProcessHandle::destroyForcibly);
  }

  /// As if the network had been cut: the connections stay, and nobody answers.
  void freezeConnections() {
    for (var connection : connections()) {
      try {
        Commands.run("kill", "-STOP", String.valueOf(connection.pid()));
      } catch (IllegalStateException e) {
        if (connection.isAlive()) { // one of an earlier test's may just be ending
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (var one : all) {
      one.onExit().orTimeout(60, TimeUnit.SECONDS).join(); // until somebody has reaped it
    }
  }

  private Path authorized() {
    return folder.resolve("authorized_keys");
  }

  private static void keygen(Path file, String type, String... options) {
    var command =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-C", "test", "-f", "" + file));
    command.addAll(List.of(options));
    if (type.equals("rsa")) {
      command.addAll(List.of("-b", "2048")); // made faster than its default
    }
    if (!command.contains("-N")) {
      command.addAll(List.of("-N", ""));
    }
    Commands.run(command.toArray(String[]::new));
  }

  private void prepare(String... settings) throws IOException {
    Files.writeString(authorized(), "");
    Files.setPosixFilePermissions(authorized(), PosixFilePermissions.fromString("rw-r--r--"));
    Files.createDirectories(tiny());
    for (var home : List.of("root-home", "trusted", "plain")) {
      Files.createDirectories(folder.resolve(home));
    }
    Commands.run("chown", "63001", folder.resolve("trusted").toString());
    Commands.run("chown", "63002", folder.resolve("plain").toString());
    Files.writeString(
        folder.resolve("passwd"),
        Files.readString(Path.of("/etc/passwd"))
                .replaceFirst(
                    "(?m)^root:.*$", "root:x:0:0:root:%s/root-home:/bin/bash".formatted(folder))
            + "%s:x:63001:65534::%s/trusted:/bin/sh\n".formatted(TRUSTED, folder)
            + "%s:x:63002:65534::%s/plain:/bin/sh\n".formatted(PLAIN, folder));
    Files.writeString(
        folder.resolve("shadow"),
        "root:%s:19000:0:99999:7:::\n%s:*:19000:0:99999:7:::\n%s:*:19000:0:99999:7:::\n"
            .formatted(ROOT_PASSWORD_CRYPTED, TRUSTED, PLAIN));
    Files.writeString(
        folder.resolve("sudoers"),
        "root ALL=(ALL) ALL\n%s ALL=(root) NOPASSWD: ALL\n".formatted(TRUSTED));
    Files.setPosixFilePermissions(
        folder.resolve("sudoers"), PosixFilePermissions.fromString("r--r-----"));
    Files.writeString(
        folder.resolve("mounts"),
        """
        set -e
        mkdir -p /run/sshd
        mount --bind '%1$s/passwd' /etc/passwd
        mount --bind '%1$s/shadow' /etc/shadow
        [ ! -e /etc/sudoers ] || mount --bind '%1$s/sudoers' /etc/sudoers
        mount -t tmpfs -o size=1m,mode=777 tmpfs '%1$s/tiny'
        exec /usr/sbin/sshd -D -e -f '%1$s/sshd_config'
        """
            .formatted(folder));
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s
        HostKey %s
        HostKey %s
        AuthorizedKeysFile %s
        PermitRootLogin yes
        PasswordAuthentication yes
        UsePAM no
        StrictModes no
        PidFile none
        MaxStartups 100
        %s
        %s
        """
            .formatted(
                port,
                hostKey("ed25519"),
                hostKey("ecdsa"),
                hostKey("rsa"),
                authorized(),
                forgiving(),
                String.join("\n", settings.length > 0 ? settings : SFTP)));
  }

  /// From 9.8 on sshd shuts out who logged in wrongly, for some seconds.
  private static String forgiving() {
    var version =
        Commands.run("ssh", "-V")
            .replaceAll("(?s)^OpenSSH_(\\d+)\\.(\\d+).*", "$1 $2")
            .split(" ", -1);
    boolean shutsOut = Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]) >= 908;
    return shutsOut ? "PerSourcePenalties no" : "";
  }

  private void run() throws IOException {
    process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "" + folder.resolve("mounts"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    var until = Instant.now().plus(Duration.ofSeconds(30));
    while (!listens()) {
      if (!process.isAlive() || Instant.now().isAfter(until)) {
        throw new IllegalStateException(
            "sshd doesn't start (openssh-server is installed by the build of modules/host): "
                + Files.readString(log()));
      }
      Eventually.pause();
    }
  }

  private boolean listens() {
    try (var probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
