package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.containers.RawDocker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Thirty containers are killed, once each; in turn with each, one such container is made by bare
/// calls.
final class Restarts implements Measurement {
  private static final int PODS = 30;
  private static final String NAME = "bench-kill";

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Api api = cluster.api();
    Engine engine = cluster.engine();
    Samples restarts = new Samples();
    Samples floor = new Samples();
    try (RunningPods pods = new RunningPods(api, NAME, PODS)) {
      api.post(Api.DEPLOYMENTS, Workload.deployment(NAME, PODS, ""));
      pods.await();
    }
    Waiting.rest();
    try (Starts starts = new Starts(engine.label())) {
      List<JsonNode> containers = ofPods(engine);
      String body = engine.bodyOf(containers.getFirst().path("Id").asText());
      RawDocker raw = engine.raw(1);
      for (JsonNode container : containers) {
        RawDocker.Run made = raw.start(1, i -> body);
        floor.add(made.whole().toNanos() / 1e9);
        raw.remove(made.ids());
        restarts.add(restart(engine, starts, container));
        Waiting.rest(); // what it tells of it afterwards is not the next one's burden
      }
    } finally {
      api.delete(Api.DEPLOYMENTS + "/" + NAME);
      Waiting.until(
          "the end of the killed pods", Duration.ofMillis(100), () -> ofPods(engine).isEmpty());
    }
    return List.of(
        Figure.times(
            "SIGKILL → running again, median of " + restarts.count(),
            restarts.median(),
            floor.median(),
            1.5),
        Figure.times("… the worst", restarts.worst(), floor.median(), 2.5));
  }

  private static double restart(Engine engine, Starts starts, JsonNode container)
      throws IOException, InterruptedException {
    starts.forget();
    Instant killed = Instant.now();
    engine.kill(container.path("Id").asText());
    Instant again = starts.next(container.path("Labels").path("io.nokube.pod").asText());
    return Duration.between(killed, again).toNanos() / 1e9;
  }

  private static List<JsonNode> ofPods(Engine engine) throws IOException {
    return engine.containers().stream()
        .filter(each -> each.path("Labels").path("io.nokube.pod").asText().startsWith(NAME + "-"))
        .toList();
  }
}
