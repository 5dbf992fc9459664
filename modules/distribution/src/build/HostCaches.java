import io.nokube.certificates.Authority;
import io.nokube.certificates.Holder;
import io.nokube.certificates.Identity;
import io.nokube.certificates.Names;
import io.nokube.model.NodeName;
import io.nokube.model.cluster.AgentConfigText;
import io.nokube.model.cluster.ClusterFile;
import io.nokube.model.strict.StrictConfig;
import io.nokube.model.text.SourceName;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// Makes the AOT caches that hosts get, with the JVM recording what it loads. A build can't count on
/// etcd: where there is none, what an agent loads once it has it isn't in its cache, and it starts
/// more slowly. Of Docker, nothing is recorded.
final class HostCaches {
  private static final long LIMIT_SECONDS = 120;
  private static final int NOBODY_MILLIS = 1_000;
  private static final int CONTACT_MILLIS = 10_000;
  private static final String TOKEN = "training-training-training-training";

  private final Path dist;

  HostCaches(Path dist) {
    this.dist = dist;
  }

  /// Has the command agent look at this machine.
  void commandAgent(List<Path> jars, Path into) throws Exception {
    Path home = Files.createTempDirectory("nokube-training");
    String look =
        "{\"operation\":\"look\",\"workspace\":\"/nowhere/nokube\",\"cluster\":\"training\",\"deadlineSeconds\":30}";
    Process training =
        java(
            home,
            jars,
            List.of("-XX:+UseSerialGC", "-Xmx96m"),
            "io.nokube.host.Main",
            Base64.getEncoder().encodeToString(look.getBytes(StandardCharsets.UTF_8)));
    end(training, 0);
    zip(home.resolve("cache.aot"), into);
    clear(home);
  }

  /// Has an agent become ready, or at least make contact.
  void agent(List<Path> jars, Path into) throws Exception {
    Path home = Files.createTempDirectory("nokube-training");
    Authority authority = Authority.create("training", InstantSource.system(), Duration.ofDays(1));
    Identity identity =
        authority.issue(
            Holder.node("n1", "solo", Names.of("n1", "127.0.0.1")),
            InstantSource.system(),
            Duration.ofHours(2));
    Optional<Path> etcd = TrainingEtcd.program();
    if (etcd.isPresent()) {
      beReady(jars, home, authority, identity, etcd.get());
    } else {
      System.out.println("no etcd here: agents of this build start more slowly on hosts");
      makeContact(jars, home, authority, identity);
    }
    zip(home.resolve("cache.aot"), into);
    clear(home);
  }

  /// As small as it gets: there is a limit to what goes to a host.
  private static void zip(Path cache, Path into) throws Exception {
    GzipParameters best = new GzipParameters();
    best.setCompressionLevel(Deflater.BEST_COMPRESSION);
    try (OutputStream zipped = new GzipCompressorOutputStream(Files.newOutputStream(into), best)) {
      Files.copy(cache, zipped);
    }
  }

  private void beReady(
      List<Path> jars, Path home, Authority authority, Identity identity, Path program)
      throws Exception {
    int port = TrainingEtcd.freePort();
    int api = files(home, authority, identity, port);
    try (TrainingEtcd etcd = TrainingEtcd.start(program, home, port)) {
      Process training = training(jars, home);
      try {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        Path ready = home.resolve("ready.json");
        while (!Files.exists(ready)) {
          if (!training.isAlive() || System.nanoTime() > until) {
            throw new IllegalStateException(
                "the agent isn't ready: " + Files.readString(home.resolve("output")));
          }
          Thread.sleep(100);
        }
        askForNodes(api, authority);
        training.destroy();
        end(training, 143);
      } finally {
        training.destroyForcibly();
      }
    }
  }

  /// As new-or-update does when it waits for them.
  private static void askForNodes(int port, Authority authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("training", certificates(authority.certificatePem())[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:%d/api/v1/nodes".formatted(port)))
                  .header("Authorization", "Bearer " + TOKEN)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("the agent in training says " + answer.statusCode());
      }
    }
  }

  /// With what might be etcd, but never answers.
  private void makeContact(List<Path> jars, Path home, Authority authority, Identity identity)
      throws Exception {
    try (SSLServerSocket server =
        (SSLServerSocket)
            context(identity)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SSLParameters parameters = server.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      server.setSSLParameters(parameters);
      server.setSoTimeout(NOBODY_MILLIS);
      files(home, authority, identity, server.getLocalPort());
      Process training = training(jars, home);
      try (SSLSocket contact = contact(server, training, home)) {
        training.destroy();
        end(training, 143);
      } finally {
        training.destroyForcibly();
      }
    }
  }

  /// The first connection on which something comes: that is HTTP/2's preface, so the agent has all
  /// that it needs for a call. On a busy machine it may give up one or the other before, and makes
  /// another.
  private static SSLSocket contact(SSLServerSocket server, Process training, Path home)
      throws IOException {
    List<IOException> givenUp = new ArrayList<>();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (training.isAlive() && System.nanoTime() < until) {
      SSLSocket contact;
      try {
        contact = (SSLSocket) server.accept();
      } catch (SocketTimeoutException nobodyYet) {
        continue;
      }
      try {
        contact.setSoTimeout(CONTACT_MILLIS);
        contact.startHandshake();
        if (contact.getInputStream().read() >= 0) {
          return contact;
        }
        givenUp.add(new EOFException("the agent hung up before its first call"));
      } catch (IOException brokenOff) {
        givenUp.add(brokenOff);
      }
      contact.close();
    }
    IllegalStateException none =
        new IllegalStateException(
            "the agent in training %s, and %d connections of it came to nothing. Is the machine too busy? Then build again when it isn't. The agent said: %s"
                .formatted(
                    training.isAlive()
                        ? "has called nobody within %d s".formatted(LIMIT_SECONDS)
                        : "has ended with code %d".formatted(training.exitValue()),
                    givenUp.size(),
                    Files.readString(home.resolve("output"))));
    givenUp.forEach(none::addSuppressed);
    throw none;
  }

  private Process training(List<Path> jars, Path home) throws Exception {
    return java(
              home,
              jars,
              // Of those that AgentContainer gives it, all that a cache depends on.
              List.of(
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseCompactObjectHeaders",
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Xmx128m"),
              "io.nokube.agent.Main",
              "agent",
              "--node",
              "n1",
              "--config",
              home.resolve("agent.yaml").toString(),
              "--verticles",
              dist.resolve("verticles-config").toString(),
              "--token-file",
              home.resolve("tls/token").toString(),
              "--ready-file",
              home.resolve("ready.json").toString());
  }

  /// @return the API's port
  private int files(Path home, Authority authority, Identity identity, int etcd)
      throws Exception {
    int api = TrainingEtcd.freePort();
    Path example = dist.resolve("examples/clusters/one-host.yaml");
    if (!(ClusterFile.read(new SourceName("example"), Files.readAllBytes(example))
        instanceof StrictConfig.Read<ClusterFile>(ClusterFile file))) {
      throw new IllegalStateException(example + " can't be read");
    }
    Files.writeString(
        home.resolve("agent.yaml"),
        AgentConfigText.of(file, "training", new NodeName("n1"))
            .replace("https://10.0.0.1:2379", "https://127.0.0.1:" + etcd)
            .replace("api_port: 6443", "api_port: " + api)
            .replace("/var/run/docker.sock", home.resolve("docker.sock").toString())
            .replace("10.0.0.1", "127.0.0.1")
            .replace("/var/lib/nokube/solo", home.toString())
            .replace("/dev/shm/nokube/solo", home.resolve("memory").toString())
            .replace("\"/host\"", "\"/\""));
    Path tls = Files.createDirectory(home.resolve("tls"));
    Files.writeString(tls.resolve("ca.crt"), authority.certificatePem());
    Files.writeString(tls.resolve("users-ca.crt"), authority.certificatePem());
    Files.writeString(Files.createDirectory(home.resolve("authority")).resolve("ca.key"), authority.keyPem());
    Files.writeString(tls.resolve("node.crt"), identity.certificatePem());
    Files.writeString(tls.resolve("node.key"), identity.keyPem());
    Files.writeString(tls.resolve("token"), TOKEN);
    Files.writeString(
        tls.resolve("sealing.key"), Base64.getEncoder().encodeToString(new byte[32]));
    return api;
  }

  private Process java(Path home, List<Path> jars, List<String> flags, String... words)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(dist.resolve("runtime/bin/java").toString()));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + home.resolve("cache.aot"),
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining",
            "-cp",
            jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectOutput(home.resolve("output").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static void end(Process training, int code) throws Exception {
    if (!training.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || training.exitValue() != code) {
      training.destroyForcibly();
      throw new IllegalStateException(
          "a training run ended with %s: %s".formatted(training, training.info()));
    }
  }

  private static void clear(Path home) throws Exception {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static SSLContext context(Identity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "training",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(identity.keyPem()))),
        new char[0],
        certificates(identity.certificatePem()));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Certificate[] certificates(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .toArray(new Certificate[0]);
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
