package io.nokube.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.nokube.containers.RawDocker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A Pod's manifest is put into etcd; in turn, one such container is made by bare calls.
final class Manifests implements Measurement {
  private static final int ROUNDS = 12;
  private static final String NAME = "bench-put";
  private static final double MOST_ABOVE = 0.2;

  @Override
  public List<Figure> of(Cluster cluster) throws Exception {
    Engine engine = cluster.engine();
    JsonNode status = Api.JSON.readTree(cluster.nokube("status", "-o", "json").output());
    String etcd = status.path("endpoints").path("etcd").path(0).asText();
    String key = "/nokube/" + status.path("cluster").asText() + "/manifests/" + NAME;
    Samples puts = new Samples();
    Samples floor = new Samples();
    try (Starts starts = new Starts(engine.label())) {
      for (int round = 0; round < ROUNDS; round++) {
        Instant began = Instant.now();
        etcdctl(etcd, "put", key, Workload.pod(NAME));
        puts.add(Duration.between(began, starts.next(NAME)).toNanos() / 1e9);
        String body = engine.bodyOf(ofPod(engine).getFirst().path("Id").asText());
        Waiting.rest();
        etcdctl(etcd, "del", key);
        Waiting.until(
            "the end of pod " + NAME, Duration.ofMillis(50), () -> ofPod(engine).isEmpty());
        RawDocker raw = engine.raw(1);
        RawDocker.Run made = raw.start(1, i -> body);
        floor.add(made.whole().toNanos() / 1e9);
        raw.remove(made.ids());
        Waiting.rest();
      }
    } finally {
      etcdctl(etcd, "del", key);
    }
    double above = puts.median() - floor.median();
    return List.of(
        new Figure(
            "manifest put into etcd → container started, median of " + puts.count(),
            Figure.seconds(puts.median()),
            Figure.seconds(floor.median()),
            "%+.0f ms".formatted(above * 1000),
            "<= +%.0f ms".formatted(MOST_ABOVE * 1000),
            Figure.Verdict.of(above <= MOST_ABOVE)));
  }

  private static List<JsonNode> ofPod(Engine engine) throws java.io.IOException {
    return engine.containers("io.nokube.pod=" + NAME);
  }

  private static void etcdctl(String endpoint, String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("etcdctl", "--endpoints", endpoint));
    command.addAll(List.of(words));
    new Command(Map.of("ETCDCTL_API", "3"), Path.of("/"), command).run();
  }
}
