import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Makes the launcher's AOT cache: runs `nokube get pods` once, with the JVM recording what it loads,
/// against a socket that answers with one Table. Run by the build, from source; not part of nokube.
public final class AotTraining {
  private static final String TABLE =
      """
      {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"9"},
       "columnDefinitions":[{"name":"Name","type":"string","priority":0},{"name":"Ready","type":"string","priority":0},
         {"name":"Node","type":"string","priority":1}],
       "rows":[{"cells":["web-1","1/1","n1"],"object":{"kind":"PartialObjectMetadata","metadata":{"name":"web-1","namespace":"default"}}}]}
      """;

  public static void main(String[] arguments) throws Exception {
    Path dist = Path.of(arguments[0]).toAbsolutePath();
    Path home = Files.createTempDirectory("nokube-training");
    Path cache = dist.resolve("nokube.aot");
    Files.deleteIfExists(cache);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          home.resolve("credentials.json"),
          "{\"cluster\":\"training\",\"api\":\"http://127.0.0.1:%d\",\"token\":\"none\"}"
              .formatted(server.getLocalPort()));
      Thread.ofVirtual().start(() -> answerAll(server));
      ProcessBuilder training =
          new ProcessBuilder(dist.resolve("bin/nokube").toString(), "get", "pods").inheritIO();
      training.environment().put("NOKUBE_HOME", home.toString());
      training.environment().put("NOKUBE_AOT_OUTPUT", cache.toString());
      Process process = training.start();
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("the training run of the launcher failed");
      }
    }
    Files.delete(home.resolve("credentials.json"));
    Files.delete(home);
    if (!Files.exists(cache)) {
      throw new IllegalStateException("the JVM made no AOT cache at " + cache);
    }
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
