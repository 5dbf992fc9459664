package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.etcd.process.EtcdProcess;
import io.nokube.etcd.process.Shown;
import io.nokube.etcd.process.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A head and an etcd that show certificates, and who gets in. Needs no Docker engine.
class SecureAgentTest {
  private static final String ADDRESS = "127.0.0.9";
  private static final String TOKEN = "the-token";
  private static final TestAuthority NODES = TestAuthority.named("nodes");
  private static final TestAuthority USERS = TestAuthority.named("users");
  private static final TestAuthority STRANGERS = TestAuthority.named("users");

  /// With which the agent begins.
  private static final TestAuthority.Issued OLD = NODES.old("n1", ADDRESS);

  @TempDir private static Path folder;
  private static EtcdProcess etcd;
  private static Nokube nokube;
  private static Process agent;
  private static String api;

  private record Answer(int code, String body, Certificate shown) {}

  @BeforeAll
  static void start() throws IOException {
    Path etcds = Files.createDirectory(folder.resolve("etcd"));
    Path tls = Files.createDirectory(folder.resolve("tls"));
    etcd = EtcdProcess.secured(NODES.files(etcds));
    Files.writeString(tls.resolve("ca.crt"), NODES.certificatePem());
    Files.writeString(tls.resolve("users-ca.crt"), USERS.certificatePem());
    Files.writeString(tls.resolve("ca.key"), NODES.keyPem());
    OLD.write(tls, "node");
    Files.writeString(folder.resolve("token"), TOKEN);
    Path config = Files.writeString(folder.resolve("agent.yaml"), config(tls));
    nokube = new Nokube(folder);
    agent =
        new ProcessBuilder(agent(config))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("agent.log").toFile())
            .start();
    Path ready = folder.resolve("ready.json");
    await("the agent", () -> Files.exists(ready) || !agent.isAlive());
    assertThat(ready).as(Files.readString(folder.resolve("agent.log"))).exists();
    api = Cluster.json(Files.readString(ready)).path("api").asText();
    Files.writeString(
        folder.resolve("credentials.json"),
        "{\"cluster\":\"secure\",\"apis\":[\"https://127.0.0.1:1\",\"%s\"],\"token\":\"%s\",\"authority\":\"%s\"}"
            .formatted(api, TOKEN, NODES.certificatePem().replace("\r", "").replace("\n", "\\n")));
  }

  @AfterAll
  static void stop() {
    agent.destroy();
    await("the end of the agent", () -> !agent.isAlive());
    etcd.close();
  }

  @Test
  void theCommandSpeaksHttpsWithTheHeadThatAnswers() {
    assertThat(api).startsWith("https://" + ADDRESS + ":");
    assertThat(nokube.ok("status").output())
        .contains("api      " + api, "etcd     " + etcd.endpoint());
    assertThat(nokube.ok("get", "nodes").output()).contains("n1");
  }

  @Test
  void aUserOrANodeWithACertificateNeedsNoToken() throws Exception {
    for (Shown shown :
        List.of(Shown.of(USERS.issue("jo")), Shown.of(NODES.issue("n2", "127.0.0.10")))) {
      assertThat(ask("GET", shown, "").code()).isEqualTo(200);
    }
  }

  @Test
  void nobodyElseGetsIn() throws Exception {
    assertThat(ask("GET", Shown.nothing(), "").code()).isEqualTo(401);
    assertThatThrownBy(() -> ask("GET", Shown.of(STRANGERS.issue("jo")), ""))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ask("GET", Shown.of(USERS.expired("jo")), ""))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theConfigurationInEtcdIsWhatWasSentThroughTheApiNotTheAgentsOwn() throws Exception {
    Shown jo = Shown.of(USERS.issue("jo"));
    assertThat(etcd.etcdctl("get", "--keys-only", "--prefix", "/nokube/secure/").lines())
        .contains("/nokube/secure/id")
        .doesNotContain("/nokube/secure/config");

    assertThat(ask("PUT", "/nokube/v1/config", jo, "name: secure\n").body())
        .isEqualTo("{\"changed\":true}");
    assertThat(ask("PUT", "/nokube/v1/config", jo, "name: secure\n").body())
        .isEqualTo("{\"changed\":false}");
    assertThat(ask("GET", "/nokube/v1/config", jo, "").body()).isEqualTo("name: secure\n");

    etcd.etcdctl("del", "/nokube/secure/config");
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws Exception {
    Shown jo = Shown.of(USERS.issue("jo"));
    TestAuthority.Issued renewed = NODES.issue("n1", ADDRESS);
    assertThat(ask("GET", jo, "").shown()).isNotEqualTo(renewed.certificate());

    renewed.write(folder.resolve("tls"), "node");

    await("the renewed certificate", () -> shows(jo, renewed));
    assertThat(agent.isAlive()).isTrue();
    assertThat(nokube.ok("get", "nodes").output()).contains("n1");
  }

  @Test
  void aCertificateThatGetsOldIsRenewedByItself() throws Exception {
    Path file = folder.resolve("tls/node.crt");
    await(
        "a certificate that lasts",
        () -> until(file).isAfter(OLD.certificate().getNotAfter().toInstant()));
    assertThat(agent.isAlive()).isTrue();
    await(
        "that nothing of the renewal is left in etcd",
        () ->
            etcd.etcdctl("get", "--keys-only", "--prefix", "/nokube/secure/certificates")
                .strip()
                .equals("/nokube/secure/certificates/n1/present"));
    await(
        "that its head knows how long it lasts",
        () -> known().isAfter(OLD.certificate().getNotAfter().toInstant()));
    assertThat(nokube.run("doctor").output()).contains("n1 leads").doesNotContain("certificate");
  }

  @Test
  void anAgentWithAnExpiredCertificateSaysSo() throws Exception {
    Path tls = Files.createDirectory(folder.resolve("expired"));
    Files.writeString(tls.resolve("ca.crt"), NODES.certificatePem());
    Files.writeString(tls.resolve("users-ca.crt"), USERS.certificatePem());
    NODES.expired("n1", ADDRESS).write(tls, "node");

    Nokube.Result refused =
        nokube.run(agent(Files.writeString(folder.resolve("expired.yaml"), config(tls))));

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.output())
        .contains(
            "the node's identity: " + tls.resolve("node.crt") + ": other nodes will not take it: ",
            "this machine's clock right?");
  }

  /// Until when the node's certificate is good, as its head says.
  private static Instant known() {
    try {
      String health = ask("GET", "/nokube/v1/health", Shown.of(USERS.issue("jo")), "").body();
      return Instant.parse(Cluster.json(health).at("/certificates/nodes/0/until").asText());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant until(Path file) {
    try (var in = Files.newInputStream(file)) {
      return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in))
          .getNotAfter()
          .toInstant();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean shows(Shown caller, TestAuthority.Issued expected) {
    try {
      return expected.certificate().equals(ask("GET", caller, "").shown());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer ask(String method, Shown caller, String body)
      throws IOException, GeneralSecurityException {
    return ask(method, "/api/v1/nodes", caller, body);
  }

  /// Over a connection of its own, without the token.
  private static Answer ask(String method, String path, Shown caller, String body)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {caller}, new TrustManager[] {NODES.trust()}, null);
    HttpsURLConnection connection =
        (HttpsURLConnection) URI.create(api + path).toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(20_000);
    connection.setRequestMethod(method);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    int code = connection.getResponseCode();
    Certificate shown = connection.getServerCertificates()[0];
    try (var in = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(code, new String(in.readAllBytes(), StandardCharsets.UTF_8), shown);
    } finally {
      connection.disconnect();
    }
  }

  private static List<String> agent(Path config) {
    return List.of(
        Nokube.PROGRAM,
        "agent",
        "--node",
        "n1",
        "--config",
        config.toString(),
        "--verticles",
        LonelyAgent.VERTICLES.toString(),
        "--token-file",
        folder.resolve("token").toString(),
        "--ready-file",
        folder.resolve("ready.json").toString());
  }

  private static String config(Path tls) {
    return """
    cluster: secure
    id: "1"
    on_isolation: keep
    etcd:
      endpoints: ["%s"]
      lease_ttl: 10s
      lease_renew: 2s
      request_timeout: 3s
      reconnect_bound: 4s
      quota_backend_bytes: 2147483648
    tls:
      authority: %s/ca.crt
      certificate: %s/node.crt
      key: %s/node.key
      users_authority: %s/users-ca.crt
      authority_key: %s/ca.key
    nodes:
      n1:
        role: head
        address: %s
        api_port: 0
        workspace: %s
        memory: %s
        docker: unix://%s
        host_root: /
        allocatable: {cpu: "1", memory: 1Gi, pods: "10"}
        labels: {}
        taints: []
    """
        .formatted(
            etcd.endpoint(),
            tls,
            tls,
            tls,
            tls,
            tls,
            ADDRESS,
            folder.resolve("workspace"),
            folder.resolve("memory"),
            folder.resolve("no-docker.sock"));
  }
}
