import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An etcd of this machine with one member on free ports of 127.0.0.1, which takes those whom
/// `<home>/tls` vouches for.
record TrainingEtcd(Process process) implements AutoCloseable {

  /// Empty if none is installed here.
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "etcd"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  static TrainingEtcd start(Path program, Path home, int port) throws IOException {
    String client = "https://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + freePort();
    Path tls = home.resolve("tls");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--name=n1",
                    "--data-dir=" + home.resolve("etcd"),
                    "--listen-client-urls=" + client,
                    "--advertise-client-urls=" + client,
                    "--listen-peer-urls=" + peer,
                    "--initial-advertise-peer-urls=" + peer,
                    "--initial-cluster=n1=" + peer,
                    "--cert-file=" + tls.resolve("node.crt"),
                    "--key-file=" + tls.resolve("node.key"),
                    "--trusted-ca-file=" + tls.resolve("ca.crt"),
                    "--client-cert-auth=true"))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("etcd.log").toFile());
    builder.environment().put("ETCD_UNSUPPORTED_ARCH", "arm64");
    return new TrainingEtcd(builder.start());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
