import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An sshd of this machine on a free port of 127.0.0.1, which lets this user read files by SFTP in
/// an empty folder and do nothing else. With keys of its own, gone with it.
record TrainingHost(Path folder, int port, Process sshd) implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final int PATIENCE_MILLIS = 10_000;

  /// This machine has no sshd, or it doesn't start.
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String why) {
      super(why);
    }
  }

  static TrainingHost start(Path folder) throws Exception {
    if (!Files.isExecutable(SSHD)) {
      throw new Missing("there is no " + SSHD);
    }
    Path home = Files.createDirectories(folder.resolve("home"));
    for (String key : List.of("host", "user")) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString());
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("sshd_config"),
            """
            ListenAddress 127.0.0.1
            Port %d
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            Subsystem sftp internal-sftp
            ForceCommand internal-sftp -R -d %s
            """
                .formatted(port, folder.resolve("host"), folder.resolve("user.pub"), home));
    Process sshd =
        new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    TrainingHost host = new TrainingHost(folder, port, sshd);
    if (!host.answers()) {
      String log = Files.readString(folder.resolve("log")).strip();
      host.close();
      throw new Missing("sshd doesn't start: " + log);
    }
    return host;
  }

  private boolean answers() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (sshd.isAlive() && System.nanoTime() < until) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.getInputStream().read() == 'S';
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    return false;
  }

  Path key() {
    return folder.resolve("user");
  }

  /// As ssh-keygen says it.
  String fingerprint() throws Exception {
    String blob = Files.readString(folder.resolve("host.pub")).split(" ")[1];
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new Missing(String.join(" ", command) + " failed");
    }
  }

  @Override
  public void close() throws IOException {
    sshd.destroy();
    sshd.onExit().join();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
