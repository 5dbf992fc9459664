package io.nokube.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// More than can be done at once slows the flood: reads are answered, no lease is lost, and what
/// runs runs on.
class OverloadTest extends OnQuickstart {
  private static final int OBJECTS = 10_000;
  private static final int CLIENTS = 200;

  @Test
  void whileTenThousandObjectsAreCreatedReadsAreAnsweredAndNoNodeIsLost() throws Exception {
    List<String> before = cluster.running();
    int reads = 0;
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService clients = Flood.clients()) {
      Flood flood = new Flood(http, home);
      Future<Integer> created = flood.begin(clients, OBJECTS, CLIENTS);
      while (!created.isDone()) {
        HttpResponse<String> nodes = flood.get("/api/v1/nodes");
        assertThat(nodes.statusCode()).isEqualTo(200);
        assertThat(Cluster.json(nodes.body()).path("items"))
            .hasSize(3)
            .allMatch(OverloadTest::ready);
        reads++;
      }
      assertThat(created.get()).isEqualTo(OBJECTS);
    }

    assertThat(reads).isGreaterThan(10);
    for (String node : List.of("n1", "n2", "n3")) {
      assertThat(Files.readString(cluster.folder().resolve(node).resolve("agent.log")))
          .contains("agent ready")
          .doesNotContain("has lost its lease");
    }
    assertThat(cluster.running()).isEqualTo(before);
    assertThat(cluster.nokube.ok("get", "configmaps", "-o", "name").output().lines())
        .hasSizeGreaterThan(OBJECTS);
  }

  private static boolean ready(JsonNode node) {
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
