import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Makes the launcher's AOT caches, with the JVM recording what it loads: one by `nokube get pods`
/// against a socket that answers with one Table, over HTTPS, which needs all that HTTP does; one by
/// `nokube new-or-update --plan` for the commands that go to hosts: of a bare host, which is an sshd
/// of this machine where it has one. Run by the build, from source; not part
/// of nokube.
public final class AotTraining {
  private static final String TABLE =
      """
      {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},
       "columnDefinitions":[{"name":"Name","type":"string","priority":0},{"name":"Ready","type":"string","priority":0},
         {"name":"Node","type":"string","priority":1}],
       "rows":[{"cells":["web-1","1/1","n1"],"object":{"kind":"PartialObjectMetadata","metadata":{"name":"web-1","namespace":"default"}}}]}
      """;

  /// Of a file that is gone before anybody could read it.
  private static final String PASSWORD = "training";

  private static final String PASSWORD_VARIABLE = "NOKUBE_TRAINING_PASSWORD";

  public static void main(String[] arguments) throws Exception {
    Path dist = Path.of(arguments[0]).toAbsolutePath();
    Path home = Files.createTempDirectory("nokube-training");
    get(dist, home);
    plan(dist, home);
    Files.delete(home);
  }

  private static void get(Path dist, Path home) throws Exception {
    KeyStore identity = identity(home.resolve("identity.p12"));
    try (ServerSocket server =
        context(identity)
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path credentials =
          Files.writeString(
              home.resolve("credentials.json"),
              "{\"cluster\":\"training\",\"apis\":[\"https://127.0.0.1:%d\"],\"token\":\"none\",\"authority\":\"%s\"}"
                  .formatted(server.getLocalPort(), pem(identity)));
      Thread.ofVirtual().start(() -> answerAll(server));
      train(dist, home, dist.resolve("nokube.aot"), 0, "get", "pods");
      Files.delete(credentials);
    }
  }

  /// Of the first example's host.
  private static void plan(Path dist, Path home) throws Exception {
    try (TrainingHost host = TrainingHost.start(home.resolve("host"))) {
      Path file =
          Files.writeString(
              home.resolve("cluster.yaml"),
              Files.readString(dist.resolve("examples/clusters/one-host.yaml"))
                  .replace("address: 10.0.0.1\n      port: 22", "address: 127.0.0.1\n      port: " + host.port())
                  .replace("user: root", "user: " + System.getProperty("user.name"))
                  .replace("host_key: known_hosts", "host_key: " + host.fingerprint())
                  .replace("~/.ssh/id_ed25519", host.key().toString()));
      train(dist, home, dist.resolve("fleet.aot"), 0, "new-or-update", file.toString(), "--plan");
      Files.delete(file);
    } catch (TrainingHost.Missing none) {
      System.out.println("no training on a host: " + none.getMessage());
      planOfSilentHost(dist, home);
    }
  }

  /// One that hangs up as soon as both have said who they are.
  private static void planOfSilentHost(Path dist, Path home) throws Exception {
    try (ServerSocket host = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path file =
          Files.writeString(
              home.resolve("cluster.yaml"),
              Files.readString(dist.resolve("examples/clusters/one-host.yaml"))
                  .replace("address: 10.0.0.1\n      port: 22", "address: 127.0.0.1\n      port: " + host.getLocalPort())
                  .replace("host_key: known_hosts", "host_key: SHA256:" + "A".repeat(43))
                  .replace("key_file: ~/.ssh/id_ed25519", "password_env: " + PASSWORD_VARIABLE));
      Thread.ofVirtual().start(() -> hangUp(host));
      train(dist, home, dist.resolve("fleet.aot"), 1, "new-or-update", file.toString(), "--plan");
      Files.delete(file);
    }
  }

  /// @param code with which the command is to end
  private static void train(Path dist, Path home, Path cache, int code, String... words)
      throws Exception {
    Files.deleteIfExists(cache);
    List<String> command = new ArrayList<>(List.of(dist.resolve("bin/nokube").toString()));
    command.addAll(List.of(words));
    ProcessBuilder training =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    training.environment().put("NOKUBE_HOME", home.toString());
    training.environment().put("NOKUBE_AOT_OUTPUT", cache.toString());
    training.environment().put(PASSWORD_VARIABLE, PASSWORD);
    Process process = training.start();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != code) {
      process.destroyForcibly();
      throw new IllegalStateException("the training run failed: " + String.join(" ", command));
    }
    if (!Files.exists(cache)) {
      throw new IllegalStateException("the JVM made no AOT cache at " + cache);
    }
  }

  private static void hangUp(ServerSocket host) {
    while (!host.isClosed()) {
      try (Socket client = host.accept()) {
        client.getOutputStream().write("SSH-2.0-training\r\n".getBytes(StandardCharsets.US_ASCII));
        while (client.getInputStream().read() != '\n') {
          // Who the client is doesn't matter here.
        }
      } catch (IOException e) {
        return; // the training is over
      }
    }
  }

  /// A certificate of 127.0.0.1, vouched for by itself.
  private static KeyStore identity(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "training", "-dname", "CN=training",
                "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "SAN=ip:127.0.0.1",
                "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
            .inheritIO()
            .start();
    if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      keytool.destroyForcibly();
      throw new IllegalStateException("keytool made no certificate at " + file);
    }
    KeyStore identity = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    Files.delete(file);
    return identity;
  }

  private static SSLContext context(KeyStore identity) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(identity, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /// As a JSON string has it.
  private static String pem(KeyStore identity) throws Exception {
    byte[] certificate = identity.getCertificate("training").getEncoded();
    return "-----BEGIN CERTIFICATE-----\\n%s\\n-----END CERTIFICATE-----\\n"
        .formatted(Base64.getEncoder().encodeToString(certificate));
  }

  private static void answerAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        while (!request.readLine().isEmpty()) {
          // The headers say nothing that matters here.
        }
        byte[] body = TABLE.getBytes(StandardCharsets.UTF_8);
        client
            .getOutputStream()
            .write(
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
      } catch (IOException e) {
        return; // the training is over
      }
    }
  }
}
