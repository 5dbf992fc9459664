package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.QuickstartPlan.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// `nokube quickstart`: from nothing to a running, self-healing example on this machine; again, it
/// starts what is missing and changes nothing else.
final class QuickstartCommand implements Command {
  static final Syntax ARGUMENTS =
      new Syntax(
          "",
          0,
          0,
          List.of(
              Syntax.flag(
                  "", "no-install", "refuse, naming what is missing, instead of installing"),
              Syntax.flag("", "clean", "remove all that it made, and nothing else")),
          List.of("nokube quickstart", "nokube quickstart --clean"));

  private static final Duration JOIN = Duration.ofMinutes(1);

  private final Arguments arguments;

  QuickstartCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  @Override
  public int run(Terminal terminal) {
    Home home = Home.ofUser();
    QuickstartPlan plan = new QuickstartPlan(home.folder().resolve(QuickstartPlan.CLUSTER));
    Path dist = distribution();
    Path nokube = dist.resolve("bin").resolve("nokube");
    HostCommand host = new HostCommand(nokube);
    if (arguments.has("clean")) {
      return new QuickstartClean(plan, home, host).run(terminal);
    }
    Steps steps = new Steps(terminal);
    folders(plan);
    host.run(
        plan.prepareMachine(arguments.has("no-install")),
        line -> {
          if (line.path("state").asText().equals("done")) {
            steps.done(line.path("step").asText(), line.path("detail").asText());
          } else if (line.path("detail").asText().startsWith("install")) {
            steps.note(line.path("step").asText(), line.path("detail").asText());
          }
        });
    JsonNode etcd = host.run(plan.startEtcd(), line -> {});
    String endpoint = etcd.path("clientUrl").asText();
    steps.done("etcd", endpoint);
    configure(plan, endpoint);
    long started = System.nanoTime();
    remember(home, plan, agents(plan, host, nokube, dist));
    nodesReady(ApiClient.current());
    steps.done(
        "agents",
        "n1 (head)  n2  n3   joined in %.1fs".formatted((System.nanoTime() - started) / 1e9));
    host.run(plan.makeImage(), line -> {});
    steps.done("image", QuickstartPlan.IMAGE);
    new QuickstartExample(dist, ApiClient.current(), steps).show(terminal);
    terminal.line(
        "  Now try:  ./nokube get pods    ./nokube tree    ./nokube logs …    ./nokube apply -f …   "
            + " ./nokube quickstart --clean");
    return 0;
  }

  private static Path distribution() {
    return Optional.ofNullable(System.getenv("NOKUBE_DIST"))
        .map(Path::of)
        .orElseThrow(() ->
            CommandFailure.failed(
                "start quickstart with the nokube script: it says where the distribution is"));
  }

  private static void folders(QuickstartPlan plan) {
    try {
      for (Member member : QuickstartPlan.MEMBERS) {
        Files.createDirectories(plan.member(member));
      }
      Files.createDirectories(plan.docker());
      if (!Files.exists(plan.token())) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        secret(plan.token(), HexFormat.of().formatHex(random));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot make " + plan.folder() + ": " + e.getMessage());
    }
  }

  /// Writes a file that only its owner may read.
  private static void secret(Path file, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void configure(QuickstartPlan plan, String endpoint) {
    try {
      if (!Files.exists(plan.config())) {
        String id = UUID.randomUUID().toString();
        Files.writeString(plan.id(), id);
        Files.writeString(plan.config(), plan.clusterYaml(id, endpoint));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + plan.config() + ": " + e.getMessage());
    }
  }

  /// Starts the agents that don't run, waits until all have joined, and gives the API's URL.
  private static String agents(QuickstartPlan plan, HostCommand host, Path nokube, Path dist) {
    String api = "";
    for (Member member : QuickstartPlan.MEMBERS) {
      JsonNode result =
          host.run(plan.startAgent(member, nokube, dist.resolve("verticles-config")), line -> {});
      if (member.role().equals("head")) {
        api = joined(plan, member, result.path("pid").asLong()).path("api").asText();
      }
    }
    for (Member member : QuickstartPlan.MEMBERS) {
      JsonNode result =
          host.run(plan.startAgent(member, nokube, dist.resolve("verticles-config")), line -> {});
      joined(plan, member, result.path("pid").asLong());
    }
    return api;
  }

  private static void nodesReady(ApiClient client) {
    Readiness.await(
        JOIN,
        () -> {
          JsonNode nodes = client.get(Resource.named("nodes").collection("default", false));
          Set<String> ready = new HashSet<>();
          for (JsonNode node : nodes.path("items")) {
            if (isReady(node)) {
              ready.add(node.path("metadata").path("name").asText());
            }
          }
          boolean all = QuickstartPlan.MEMBERS.stream().map(Member::name).allMatch(ready::contains);
          return all ? Optional.of(nodes) : Optional.empty();
        },
        () -> "not all nodes are Ready: see ./nokube get nodes");
  }

  private static boolean isReady(JsonNode node) {
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static JsonNode joined(QuickstartPlan plan, Member member, long pid) {
    return Readiness.await(
        JOIN,
        () -> ready(plan.readyFile(member)).filter(ready -> ready.path("pid").asLong() == pid),
        () -> {
          boolean alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
          return "the agent of %s %s; its log is %s"
              .formatted(
                  member.name(),
                  alive ? "has not joined" : "has ended",
                  plan.member(member).resolve("agent.log"));
        });
  }

  private static Optional<JsonNode> ready(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ApiClient.JSON.readTree(file.toFile()))
          : Optional.empty();
    } catch (IOException e) {
      throw CommandFailure.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  private static void remember(Home home, QuickstartPlan plan, String api) {
    try {
      ObjectNode credentials =
          ApiClient.JSON
              .createObjectNode()
              .put("cluster", QuickstartPlan.CLUSTER)
              .put("api", api)
              .put("token", Files.readString(plan.token(), StandardCharsets.UTF_8));
      secret(home.credentials(), credentials.toString());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + home.credentials() + ": " + e.getMessage());
    }
  }
}
