package io.nokube.host.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.host.system.Deadline;
import io.nokube.host.system.EngineSocket;
import io.nokube.host.system.FreePort;
import io.nokube.host.system.Program;
import io.nokube.host.system.Progress;
import io.nokube.host.system.StepFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Docker engine, a real etcd with TLS, and images made of this machine's files.
class NodeOnDockerTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String TAG = Long.toString(ProcessHandle.current().pid());
  private static final String AGENT = "nokube-host-test/agent:" + TAG;
  private static final String ETCD = "nokube-host-test/etcd:" + TAG;
  private static final Engine ENGINE = Engine.ofThisHost();

  /// What is uploaded to a host, with this room's own "agent" in it.
  @TempDir static Path upload;

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private NodeIdentity node;
  private Workspace workspace;
  private int clientPort;
  private int peerPort;

  @BeforeAll
  static void anUpload() throws IOException {
    var jlink = ToolProvider.findFirst("jlink").orElseThrow();
    var words = new ByteArrayOutputStream();
    var out = new PrintStream(words, true, StandardCharsets.UTF_8);
    var runtime = upload.resolve("runtime").toString();
    var code =
        jlink.run(out, out, "--add-modules", "java.base", "--strip-debug", "--output", runtime);
    assertThat(code).as(words.toString(StandardCharsets.UTF_8)).isZero();
    Tree.delete(upload.resolve("runtime/legal"));
    Files.createDirectories(upload.resolve("boot"));
    PayloadForTests.make(upload, Map.of("agent.jar", agentJar()));
    new Verification(Payload.of(upload)).ensure();
  }

  private static byte[] agentJar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var jar = new JarOutputStream(bytes);
        var program =
            NodeOnDockerTest.class
                .getClassLoader()
                .getResourceAsStream("io/nokube/agent/Main.class")) {
      jar.putNextEntry(new JarEntry("io/nokube/agent/Main.class"));
      java.util.Objects.requireNonNull(program).transferTo(jar);
      jar.closeEntry();
    }
    return bytes.toByteArray();
  }

  @AfterAll
  static void removeImages() {
    for (var image : List.of(AGENT, ETCD)) {
      ENGINE.removeImage(image, Deadline.in(LONG));
    }
  }

  @BeforeEach
  void aNode() {
    var name = "host-test-" + TAG;
    node = new NodeIdentity(name, UUID.randomUUID().toString(), "n1");
    workspace = new Workspace(folder.resolve("nokube"));
    new Placement(workspace).place(node, List.of(), List.of());
    TestAuthority.create().writeNode(workspace.folder(workspace.tls()));
    var chance = new SecureRandom();
    var loopback = InetAddress.getLoopbackAddress();
    clientPort = FreePort.on(loopback, Set.of(), chance);
    peerPort = FreePort.on(loopback, Set.of(clientPort), chance);
  }

  @AfterEach
  void takeItOff() {
    var removed = perform(remove());
    assertThat(removed.path("change").asText()).isEqualTo("removed");
    assertThat(ENGINE.containers(List.of("io.nokube.cluster-id=" + node.id()), Deadline.in(LONG)))
        .isEmpty();
    assertThat(workspace.root()).doesNotExist();
    assertThat(perform(remove()).path("change").asText()).isEqualTo("none");
  }

  @Test
  void anImageIsMadeOnce() {
    ENGINE.removeImage(ETCD, Deadline.in(LONG));
    var made = perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    assertThat(made.path("change").asText()).isEqualTo("made");
    assertThat(made.path("version").asText()).startsWith("3.");
    var again = perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    assertThat(again.path("change").asText()).isEqualTo("none");
    assertThat(again.path("id")).isEqualTo(made.path("id"));
  }

  @Test
  void anEtcdImageWithoutATagHasItsVersion() {
    var name = "nokube-host-test/etcd-" + TAG;
    var made = perform(new NodeRequest.MakeEtcdImage(name, LONG));
    assertThat(made.path("image").asText()).isEqualTo(name + ":" + made.path("version").asText());
    assertThat(ENGINE.removeImage(made.path("image").asText(), Deadline.in(LONG))).isTrue();
  }

  @Test
  void anImageIsSavedAndLoaded() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    var file = folder.resolve("images.tar");
    var name = "nokube-host-test/saved:" + TAG;
    docker("tag", ETCD, name);
    docker("save", "-o", file.toString(), name);
    ENGINE.removeImage(name, Deadline.in(LONG));
    var load = new NodeRequest.LoadImage(file, List.of(name), LONG);
    assertThat(perform(load).path("change").asText()).isEqualTo("loaded");
    assertThat(perform(load).path("change").asText()).isEqualTo("none");
    assertThat(ENGINE.removeImage(name, Deadline.in(LONG))).isTrue();
    assertThat(failure(new NodeRequest.LoadImage(upload.resolve("jars.tar"), List.of(name), LONG)))
        .hasMessageContaining("jars.tar");
  }

  @Test
  void whatTheEngineRefusesWhileItIsSentIsSaidInItsWords() {
    EngineSocket.Body noTar =
        out -> {
          for (var block = 0; block < 1024; block++) {
            out.write("this is no tar. ".repeat(1024).getBytes(StandardCharsets.UTF_8));
          }
        };
    assertThatThrownBy(
            () -> ENGINE.importImage("nokube-host-test/none:1", List.of(), noTar, in(LONG)))
        .isInstanceOf(StepFailure.class)
        .hasMessageStartingWith(
            "making the image nokube-host-test/none:1: the Docker engine says 500")
        .hasMessageContaining("tar");
  }

  @Test
  void anEtcdMemberRunsWithTlsIsKeptAndReplaced() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    var first = perform(etcd(1L << 31, "new"));
    assertThat(first.path("change").asText()).isEqualTo("made");

    var members = perform(new NodeRequest.EtcdMembers(etcdctl(), LONG));
    assertThat(members.path("members")).hasSize(1);
    assertThat(members.path("members").path(0).path("name").asText()).isEqualTo("n1");
    assertThat(members.path("healthy").path(0).asText()).isEqualTo(clientUrl());

    var again = perform(etcd(1L << 31, "existing")); // only its first start counts
    assertThat(again.path("change").asText()).isEqualTo("none");
    assertThat(again.path("id")).isEqualTo(first.path("id"));
    assertThat(again.path("startedAt")).isEqualTo(first.path("startedAt"));

    docker("stop", "nokube-" + node.cluster() + "-etcd");
    assertThat(perform(etcd(1L << 31, "new")).path("change").asText()).isEqualTo("started");

    var replaced = perform(etcd(1L << 30, "new"));
    assertThat(replaced.path("change").asText()).isEqualTo("replaced");
    assertThat(replaced.path("id")).isNotEqualTo(first.path("id"));
    assertThat(perform(new NodeRequest.EtcdMembers(etcdctl(), LONG)).path("members"))
        .isEqualTo(members.path("members"));

    var seen =
        new NodeLook(workspace, node.cluster(), Optional.of(ENGINE)).report(json(), in(LONG));
    assertThat(seen.path("etcdMember").path("data").asBoolean()).isTrue();
    assertThat(seen.path("etcdMember").path("plan").path("state").asText()).isEqualTo("new");
    assertThat(seen.path("containers").path(0).path("id")).isEqualTo(replaced.path("id"));
    assertThat(seen.path("containers").path(0).path("state").asText()).isEqualTo("running");
    assertThat(seen.path("texts").path("tls/ca.crt").asText()).contains("BEGIN CERTIFICATE");
    assertThat(seen.path("files").path("tls/node.key").asText()).hasSize(64);
    assertThat(seen.toString()).doesNotContain("PRIVATE KEY");
    assertThat(seen.path("node").path("id").asText()).isEqualTo(node.id());
    assertThat(seen.path("disk").path("dockerFreeBytes").asLong()).isPositive();
  }

  @Test
  void whoeverHasNoCertificateGetsNothing() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    perform(etcd(1L << 31, "new"));
    var stranger = new Workspace(folder.resolve("stranger"));
    TestAuthority.create().writeNode(stranger.tls());
    assertThat(
            failure(new NodeRequest.EtcdMembers(new Etcdctl(stranger, List.of(clientUrl())), LONG)))
        .hasMessageContaining("member list");
  }

  @Test
  void aMemberIsAddedOnceAndRemovedOnce() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    perform(etcd(1L << 31, "new"));
    var add = new NodeRequest.EtcdMemberAdd(etcdctl(), "n2", "https://127.0.0.2:2380", LONG);
    var added = perform(add);
    assertThat(added.path("change").asText()).isEqualTo("added");
    var id = added.path("member").path("id").asText();
    assertThat(id).isNotEmpty();
    // Two members, one of which never came: there is no majority to remove it, only to say so.
    assertThat(failure(new NodeRequest.EtcdMemberRemove(etcdctl(), id, LONG)))
        .hasMessageContaining("etcdctl");
  }

  @Test
  void aPortOfSomebodyElseIsNamedAndNothingIsStarted() throws IOException {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    try (var stranger = new ServerSocket(clientPort, 1, InetAddress.getLoopbackAddress())) {
      assertThat(failure(etcd(1L << 31, "new")))
          .hasMessageContaining(
              "port " + clientPort + " of 127.0.0.1, which etcd needs, is taken by")
          .hasMessageContaining("pid " + ProcessHandle.current().pid());
      assertThat(stranger.isBound()).isTrue();
    }
    assertThat(ENGINE.inspect("nokube-" + node.cluster() + "-etcd", Deadline.in(LONG))).isEmpty();
  }

  @Test
  void anAgentRunsInAnImageWithoutABaseAndIsKeptAndReplaced() throws IOException {
    var made = perform(new NodeRequest.MakeAgentImage(upload, AGENT, LONG));
    assertThat(made.path("id").asText()).startsWith("sha256:");
    var config = workspace.folder(workspace.config()).resolve("agent.yaml");
    Files.writeString(config, "one");

    var first = perform(agent("ready"));
    assertThat(first.path("change").asText()).isEqualTo("made");
    var ready = first.path("ready");
    assertThat(ready.path("socket").asBoolean()).as("the engine's socket").isTrue();
    assertThat(ready.path("hostsRoot").asBoolean()).as("the host's root, read-only").isTrue();
    assertThat(ready.path("memory").asBoolean()).isTrue();
    assertThat(ready.path("config").asBoolean()).isTrue();
    assertThat(ProcessHandle.of(ready.path("pid").asLong())).as("the host's processes").isPresent();

    var again = perform(agent("ready"));
    assertThat(again.path("change").asText()).isEqualTo("none");
    assertThat(again.path("startedAt")).isEqualTo(first.path("startedAt"));

    TestAuthority.create().writeNode(workspace.tls());
    assertThat(perform(agent("ready")).path("change").asText())
        .as("new certificates")
        .isEqualTo("none");

    Files.writeString(config, "two");
    var replaced = perform(agent("ready"));
    assertThat(replaced.path("change").asText()).isEqualTo("replaced");
    assertThat(replaced.path("ready").path("pid")).isNotEqualTo(ready.path("pid"));

    assertThat(failure(agent("fail")))
        .hasMessageStartingWith("nokube-" + node.cluster() + "-agent ended")
        .hasMessageContaining("; its log says:")
        .hasMessageContaining("agent cannot start: etcd doesn't answer");
    assertThat(perform(agent("ready")).path("change").asText()).isEqualTo("replaced");
  }

  @Test
  void aContainerOfSomebodyElseIsLeftAloneAndSoAreItsFilesAndImages() throws IOException {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    var name = "nokube-" + node.cluster() + "-agent";
    perform(new NodeRequest.MakeAgentImage(upload, AGENT, LONG));
    docker("create", "--name", name, ETCD);
    var beside = Files.writeString(folder.resolve("beside"), "theirs");
    try {
      assertThat(failure(agent("ready")))
          .hasMessage("there is a container " + name + " that nokube didn't make");
      perform(remove());
      assertThat(ENGINE.inspect(name, Deadline.in(LONG))).isPresent();
      assertThat(beside).exists();
      assertThat(ENGINE.imageId(ETCD, Deadline.in(LONG))).isPresent();
    } finally {
      docker("rm", "-f", name);
      new Placement(workspace).place(node, List.of(), List.of()); // for it to be taken off
    }
  }

  @Test
  void aRegistrysAuthorityIsTrustedUntilTheNodeIsRemoved() throws IOException {
    var host = "registry-%s.invalid:5000".formatted(TAG);
    var staged = Files.writeString(folder.resolve("staged"), "an authority");
    var wanted =
        new NodeRequest.TrustRegistries(
            node.cluster(), List.of(new RegistryTrust.Wanted(host, staged)), LONG);
    var file = Path.of("/etc/docker/certs.d", host, "nokube-" + node.cluster() + ".crt");

    assertThat(perform(wanted).path("placed").path(0).asText()).isEqualTo(host);
    assertThat(perform(wanted).path("change").asText()).isEqualTo("none");

    assertThat(file).hasContent("an authority");
    assertThat(
            new NodeLook(workspace, node.cluster(), Optional.empty())
                .report(json(), in(LONG))
                .path("registryAuthorities")
                .path(host)
                .asText())
        .hasSize(64);
    assertThat(perform(remove()).path("registryAuthorities").path(0).asText()).isEqualTo(host);
    assertThat(file.getParent()).doesNotExist();
    new Placement(workspace).place(node, List.of(), List.of()); // for it to be taken off
  }

  @Test
  void theWorkspaceOfAnotherClusterIsNotRemoved() {
    var other =
        new NodeRequest.RemoveNode(workspace, node.cluster(), "another", Duration.ZERO, LONG);
    assertThat(failure(other)).hasMessageContaining("(id " + node.id() + ")");
    assertThat(workspace.nodeFile()).exists();
  }

  @Test
  void aMemberThatLeavesTakesItsDataAndNothingElse() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    perform(etcd(1L << 31, "new"));
    var leave =
        new NodeRequest.EtcdLeave(
            workspace, node.cluster(), node.id(), Duration.ofSeconds(5), LONG);

    assertThat(perform(leave).path("change").asText()).isEqualTo("removed");

    assertThat(workspace.etcd()).doesNotExist();
    assertThat(workspace.nodeFile()).exists();
    assertThat(workspace.tls()).exists();
    assertThat(perform(leave).path("change").asText()).isEqualTo("none");
    var another =
        new NodeRequest.EtcdLeave(workspace, node.cluster(), "another", Duration.ZERO, LONG);
    assertThat(failure(another)).hasMessageContaining("(id " + node.id() + ")");
  }

  @Test
  void aFolderThatIsNotKnownToBeOursStays() throws IOException {
    var theirs = new Workspace(Files.createDirectories(folder.resolve("theirs/data")).getParent());
    var wanted = new NodeRequest.RemoveNode(theirs, node.cluster(), node.id(), Duration.ZERO, LONG);
    assertThat(perform(wanted).path("change").asText()).isEqualTo("none");
    assertThat(theirs.root().resolve("data")).exists();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("isn't known to be ours and stays");
  }

  @Test
  void aMemberIsSetToASnapshotAndStartsAsTheFounderOfAnotherCluster() {
    perform(new NodeRequest.MakeEtcdImage(ETCD, LONG));
    perform(etcd(1L << 31, "new"));
    etcdctl().put("/nokube/demo/id", "1", in(LONG));
    var file = folder.resolve("etcd.snapshot");
    var taken = perform(new NodeRequest.EtcdSnapshot(etcdctl(), "/nokube/demo/", file, LONG));
    etcdctl().put("/nokube/demo/id", "2", in(LONG));
    var first =
        new FirstStart(
            "new",
            "restored",
            List.of(new FirstStart.Member("n1", "https://127.0.0.1:" + peerPort)));

    perform(
        new NodeRequest.EtcdPrepareRestore(
            workspace.etcd(),
            file,
            taken.path("sha256").asText(),
            "n1",
            "https://127.0.0.1:" + peerPort,
            first,
            LONG));
    perform(new NodeRequest.EtcdRestoreMember(workspace, node, first, Duration.ofSeconds(5), LONG));
    perform(etcd(1L << 31, "new"));

    assertThat(etcdctl().value("/nokube/demo/id", in(LONG))).contains("1");
    var now = perform(new NodeRequest.EtcdSnapshot(etcdctl(), "/nokube/demo/", file, LONG));
    assertThat(now.path("etcd").asText()).isNotEqualTo(taken.path("etcd").asText());
    assertThat(FirstStart.parse(Workspace.json(EtcdContainer.planFile(workspace)).orElseThrow()))
        .isEqualTo(first);
  }

  private NodeRequest.StartEtcdMember etcd(long quota, String state) {
    return new NodeRequest.StartEtcdMember(
        workspace,
        node,
        ETCD,
        "127.0.0.1",
        clientPort,
        peerPort,
        new FirstStart(
            state, "token", List.of(new FirstStart.Member("n1", "https://127.0.0.1:" + peerPort))),
        quota,
        "periodic",
        "1h",
        Duration.ofSeconds(5),
        true,
        LONG);
  }

  private NodeRequest.StartAgentContainer agent(String behaviour) {
    return new NodeRequest.StartAgentContainer(
        workspace,
        node,
        false,
        AGENT,
        "64m",
        "settings",
        Optional.empty(),
        Map.of("BEHAVIOUR", behaviour),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        LONG);
  }

  private NodeRequest.RemoveNode remove() {
    return new NodeRequest.RemoveNode(
        workspace, node.cluster(), node.id(), Duration.ofSeconds(5), LONG);
  }

  private Etcdctl etcdctl() {
    return new Etcdctl(workspace, List.of(clientUrl()));
  }

  private String clientUrl() {
    return "https://127.0.0.1:" + clientPort;
  }

  private JsonNode perform(NodeRequest request) {
    return new NodeOperations(
            new Progress(said), new ByteArrayInputStream(new byte[0]), ENGINE, new Unheld())
        .perform(request);
  }

  /// A caller that holds a node and wants nothing else.
  private record Unheld() implements Holding {
    @Override
    public ObjectNode look(NodeRequest.Hold hold, Deadline deadline) {
      return json();
    }

    @Override
    public void perform(String base64, Progress progress) {
      throw new UnsupportedOperationException("nothing is asked of it");
    }
  }

  private static ObjectNode json() {
    return new JsonMapper().createObjectNode();
  }

  private static Deadline in(Duration time) {
    return Deadline.in(time);
  }

  private StepFailure failure(NodeRequest request) {
    try {
      throw new AssertionError("it did not fail: " + perform(request));
    } catch (StepFailure e) {
      return e;
    }
  }

  private static void docker(String... words) {
    var command = new java.util.ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    new Program(command, Map.of()).runSuccessfully(Deadline.in(LONG), "");
  }
}
