package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.containers.RawDocker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A Deployment of 40 pods comes and goes; so do, in turn, 40 such containers by bare calls.
///
/// @param fresh whether each time by agents that have just been started; else by agents that have
///   done it before: their first rounds aren't counted
record Deployments(boolean fresh, int rounds) implements Measurement {
  private static final int PODS = 40;
  private static final int AT_ONCE = 8;
  private static final int WARMING = 2;
  private static final String NAME = "bench";
  private static final Duration LOOK = Duration.ofMillis(100);

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Samples up = new Samples();
    Samples down = new Samples();
    Samples floorUp = new Samples();
    Samples floorDown = new Samples();
    if (!fresh) {
      for (int round = 0; round < WARMING; round++) {
        start(cluster.api());
        delete(cluster.api(), cluster.engine());
      }
      Waiting.rest();
    }
    for (int round = 0; round < rounds; round++) {
      if (fresh) {
        cluster.freshAgents();
      }
      Api api = cluster.api();
      Engine engine = cluster.engine();
      up.add(start(api));
      String body = engine.bodyOf(ofPods(engine).getFirst().path("Id").asText());
      Waiting.rest();
      down.add(delete(api, engine));
      Waiting.rest();
      RawDocker raw = engine.raw(AT_ONCE);
      RawDocker.Run floor = raw.start(PODS, i -> body);
      floorUp.add(floor.whole().toNanos() / 1e9);
      Waiting.rest();
      floorDown.add(raw.remove(floor.ids()).whole().toNanos() / 1e9);
      System.out.printf(
          "  40 up %.2f s, raw %.2f s; down %.2f s, raw %.2f s%n",
          up.last(), floorUp.last(), down.last(), floorDown.last());
      Waiting.rest();
    }
    return fresh
        ? List.of(Figure.times("Deployment of 40 → Running, fresh agents", up, floorUp, 1.3))
        : List.of(
            Figure.times("Deployment of 40 → Running, warm agents", up, floorUp, 1.15),
            Figure.times("… deleted → no container left", down, floorDown, 1.3));
  }

  /// The seconds from the API's acceptance until all run.
  private static double start(Api api) throws IOException, InterruptedException {
    try (RunningPods pods = new RunningPods(api, NAME, PODS)) {
      api.post(Api.DEPLOYMENTS, Workload.deployment(NAME, PODS, ""));
      long accepted = System.nanoTime();
      return (pods.await() - accepted) / 1e9;
    }
  }

  private static double delete(Api api, Engine engine) throws IOException, InterruptedException {
    double seconds;
    try (Removals removals = new Removals(engine.label(), PODS)) {
      Waiting.rest(); // until the engine tells it
      long began = System.nanoTime();
      api.delete(Api.DEPLOYMENTS + "/" + NAME);
      seconds = (removals.await() - began) / 1e9;
    }
    Waiting.until("the end of 40 containers", LOOK, () -> ofPods(engine).isEmpty());
    Waiting.until(
        "the end of 40 pods",
        Duration.ofMillis(100),
        () -> api.get(Api.PODS + "?labelSelector=app%3D" + NAME).path("items").isEmpty());
    return seconds;
  }

  private static List<JsonNode> ofPods(Engine engine) throws IOException {
    return engine.containers().stream()
        .filter(each -> each.path("Labels").path("io.nokube.pod").asText().startsWith(NAME + "-"))
        .toList();
  }
}
