package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nokube.launcher.QuickstartPlan.Member;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

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
  private static final Duration READY = Duration.ofMinutes(2);

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
    String api = agents(plan, host, nokube, dist, steps);
    remember(home, plan, api);
    host.run(plan.makeImage(), line -> {});
    steps.done("image", QuickstartPlan.IMAGE);
    example(dist, steps, terminal);
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
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void configure(QuickstartPlan plan, String endpoint) {
    try {
      if (!Files.exists(plan.config())) {
        Files.writeString(plan.config(), plan.clusterYaml(UUID.randomUUID().toString(), endpoint));
      }
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + plan.config() + ": " + e.getMessage());
    }
  }

  /// Starts the agents that don't run, waits until all have joined, and gives the API's URL.
  private static String agents(
      QuickstartPlan plan, HostCommand host, Path nokube, Path dist, Steps steps) {
    long started = System.nanoTime();
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
    steps.done(
        "agents",
        "n1 (head)  n2  n3   joined in %.1fs".formatted((System.nanoTime() - started) / 1e9));
    return api;
  }

  private static JsonNode joined(QuickstartPlan plan, Member member, long pid) {
    return await(
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

  private void example(Path dist, Steps steps, Terminal terminal) {
    ApiClient client = ApiClient.current();
    Path example = dist.resolve("examples").resolve("quickstart");
    List<JsonNode> results = new java.util.ArrayList<>();
    StringBuilder names = new StringBuilder();
    for (io.nokube.launcher.Files.Source source :
        io.nokube.launcher.Files.read(List.of(example.toString()), System.in)) {
      ApplyCommand.Applied applied = ApplyCommand.Applied.by(client, source, "default", false);
      if (applied.code() >= 300) {
        throw applied.failure();
      }
      applied
          .results()
          .forEach(result -> {
            results.add(result);
            names.append(ApplyCommand.Applied.name(result)).append(' ');
          });
    }
    steps.done("apply examples/quickstart", names.toString().strip());
    new Readiness(client).await(results, READY);
    pods(client).lines().forEach(line -> terminal.line("  " + line));
    JsonNode web = webPod(client);
    String url = "http://" + web.path("status").path("hostIP").asText() + ":18080/";
    steps.done(url, "\"" + page(url).strip() + "\"");
    String name = web.path("metadata").path("name").asText();
    steps.done(
        "killed " + name + "'s container",
        "running again after %.1fs".formatted(heal(client, web)));
  }

  private static Table pods(ApiClient client) {
    Table table = new Table(List.of("NAME", "READY", "STATUS", "RESTARTS", "NODE", "AGE"));
    JsonNode wide =
        client
            .get(
                Resource.named("pods").collection("default", false),
                Map.of(),
                "application/json;as=Table;v=v1;g=meta.k8s.io")
            .orFail();
    for (JsonNode row : wide.path("rows")) {
      JsonNode cells = row.path("cells");
      table.row(
          List.of(
              cells.path(0).asText(),
              cells.path(1).asText(),
              cells.path(2).asText(),
              cells.path(3).asText(),
              cells.path(6).asText(),
              cells.path(4).asText()));
    }
    return table;
  }

  private static JsonNode webPod(ApiClient client) {
    JsonNode pods =
        client
            .get(
                Resource.named("pods").collection("default", false),
                Map.of("labelSelector", "app=web"),
                "application/json")
            .orFail();
    return pods.path("items").path(0);
  }

  private static String page(String url) {
    return await(Duration.ofSeconds(20), () -> fetch(url), () -> url + " does not answer");
  }

  private static Optional<String> fetch(String url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(2000);
      connection.setReadTimeout(2000);
      try (var in = connection.getInputStream()) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Not yet: asked again until the deadline, which then names the URL.
      return Optional.empty();
    }
  }

  /// Kills the container of a pod and gives the seconds until another runs in its place.
  private static double heal(ApiClient client, JsonNode pod) {
    JsonNode before = pod.path("status").path("containerStatuses").path(0);
    String id = before.path("containerID").asText().substring("docker://".length());
    long killed = System.nanoTime();
    Docker.run(List.of("kill", id));
    String path =
        Resource.named("pods")
            .object(
                pod.path("metadata").path("namespace").asText(),
                pod.path("metadata").path("name").asText());
    await(
        Duration.ofMinutes(1),
        () -> {
          JsonNode now = client.get(path).path("status").path("containerStatuses").path(0);
          return now.path("state").has("running")
                  && !now.path("containerID").equals(before.path("containerID"))
              ? Optional.of(now)
              : Optional.empty();
        },
        () -> "the killed container was not replaced");
    return (System.nanoTime() - killed) / 1e9;
  }

  private static <T> T await(
      Duration limit, Supplier<Optional<T>> look, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw CommandFailure.failed(
            otherwise.get()
                + " (waited "
                + limit.toSeconds()
                + " s). Run it again when that is mended.");
      }
      Readiness.pause();
      found = look.get();
    }
    return found.get();
  }
}
