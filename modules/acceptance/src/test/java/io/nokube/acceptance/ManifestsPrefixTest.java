package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is put into etcd's watched prefix runs, as long as it is there.
class ManifestsPrefixTest extends OnQuickstart {
  private static final String KEY = "/nokube/quickstart/manifests/shop/front";
  private static final String STATUS = "/nokube/quickstart/manifests-status/shop/front";
  private static final String PAGE =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: front}, data: {a: b}}";
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: front}
      spec:
        replicas: 2
        selector: {matchLabels: {app: front}}
        template:
          metadata: {labels: {app: front}}
          spec:
            terminationGracePeriodSeconds: 0
            containers:
              - name: main
                image: docker.io/library/busybox:1.36
                command: [sleep, "100000"]
      """;

  @Test
  void whatIsPutRunsWhatIsLeftOutGoesWhatIsBadChangesNothingAndWhatIsDeletedEnds() {
    put(PAGE + "\n---\n" + WEB);
    assertThat(status("applied").path("documents").findValuesAsText("result"))
        .containsExactly("created", "created");
    await("two pods", () -> running().size() == 2);
    List<String> containers = running();

    put(WEB);
    status("applied");
    assertThat(cluster.exists("configmap", "front")).isFalse();

    put(PAGE + "\n---\n" + WEB.replace("replicas", "replcas"));
    JsonNode refused = status("refused");
    assertThat(refused.path("documents").path(1).path("message").asText())
        .isEqualTo("spec.replcas: unknown field; did you mean replicas?");
    assertThat(refused.path("problems").path(0).path("line").asInt()).isEqualTo(7);
    assertThat(refused.path("problems").path(0).path("column").asInt()).isEqualTo(3);
    assertThat(cluster.exists("configmap", "front")).isFalse();
    assertThat(running()).isEqualTo(containers);

    cluster.etcdctl("del", KEY);
    await("the end of all", () -> running().isEmpty());
    await("the end of its status", () -> cluster.etcdctl("get", STATUS).isEmpty());
    assertThat(cluster.exists("deployment", "front")).isFalse();
  }

  private static void put(String text) {
    cluster.etcdctl("put", KEY, text);
  }

  /// The status of what was put last.
  private static JsonNode status(String state) {
    long revision =
        Cluster.json(cluster.etcdctl("get", KEY, "-w", "json"))
            .path("kvs")
            .path(0)
            .path("mod_revision")
            .asLong();
    await("a status of revision " + revision, () -> said().path("revision").asLong() == revision);
    JsonNode said = said();
    assertThat(said.path("state").asText()).as(said.toString()).isEqualTo(state);
    return said;
  }

  private static JsonNode said() {
    return Cluster.json(cluster.etcdctl("get", STATUS, "--print-value-only"));
  }

  private static List<String> running() {
    return cluster.ofPods("front-");
  }
}
