package io.nokube.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.model.KubeObject;
import io.nokube.model.strict.Manifest;
import io.nokube.model.text.SourceName;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What quickstart runs on its cluster: the example, whose page it fetches and whose container it
/// kills. Only what isn't there is applied, so that a user's changes stay.
record QuickstartExample(Path dist, ApiClient client, Steps steps) {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final String NAMESPACE = "default";
  private static final int PORT = 18080;

  void show(Terminal terminal) {
    List<JsonNode> applied = applied();
    new Readiness(client).await(applied, READY);
    pods().lines().forEach(line -> terminal.line("  " + line));
    Optional<JsonNode> web = webPod();
    web.ifPresent(pod -> {
      String url = "http://%s:%d/".formatted(pod.path("status").path("hostIP").asText(), PORT);
      steps.done(url, "\"" + page(url).strip() + "\"");
    });
    // Only for a newcomer: run again, it changes nothing.
    if (web.isPresent() && applied.stream().anyMatch(QuickstartExample::isNew)) {
      steps.done(
          "killed " + web.get().path("metadata").path("name").asText() + "'s container",
          "running again after %.1fs".formatted(heal(web.get())));
    }
  }

  private List<JsonNode> applied() {
    List<JsonNode> results = new ArrayList<>();
    for (Files.Source source :
        Files.read(List.of(dist.resolve("examples").resolve("quickstart").toString()), System.in)) {
      if (isMissing(source)) {
        ApplyCommand.Applied applied = ApplyCommand.Applied.by(client, source, NAMESPACE, false);
        if (applied.code() >= 300) {
          throw applied.failure();
        }
        applied.results().forEach(results::add);
      }
    }
    if (!results.isEmpty()) {
      List<String> names = results.stream().map(ApplyCommand.Applied::name).toList();
      steps.done("apply examples/quickstart", String.join(" ", names));
    }
    return results;
  }

  private boolean isMissing(Files.Source source) {
    return switch (Manifest.read(new SourceName(source.name()), source.text(), NAMESPACE)) {
      case Manifest.Read read -> !read.objects().stream().allMatch(this::isThere);
      // The API says what is wrong with it.
      case Manifest.Refused refused -> true;
    };
  }

  private boolean isThere(KubeObject object) {
    String path =
        Resource.named(object.kind())
            .object(object.metadata().namespace(), object.metadata().name());
    ApiClient.Answer answer = client.get(path, Map.of(), "application/json");
    if (answer.code() == 404) {
      return false;
    }
    answer.orFail();
    return true;
  }

  private static boolean isNew(JsonNode result) {
    return result.path("kind").asText().equals("Deployment")
        && result.path("result").asText().equals("created");
  }

  private Table pods() {
    Table table = new Table(List.of("NAME", "READY", "STATUS", "RESTARTS", "NODE", "AGE"));
    JsonNode wide =
        client
            .get(
                Resource.named("pods").collection(NAMESPACE, false),
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

  private Optional<JsonNode> webPod() {
    JsonNode pods =
        client
            .get(
                Resource.named("pods").collection(NAMESPACE, false),
                Map.of("labelSelector", "app=web"),
                "application/json")
            .orFail();
    return Optional.of(pods.path("items").path(0)).filter(JsonNode::isObject);
  }

  private static String page(String url) {
    return Readiness.await(
        Duration.ofSeconds(20), () -> fetch(url), () -> url + " does not answer");
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
  private double heal(JsonNode pod) {
    JsonNode before = pod.path("status").path("containerStatuses").path(0);
    String id = before.path("containerID").asText().substring("docker://".length());
    long killed = System.nanoTime();
    Docker.run(List.of("kill", id));
    String path =
        Resource.named("pods")
            .object(
                pod.path("metadata").path("namespace").asText(),
                pod.path("metadata").path("name").asText());
    Readiness.await(
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
}
