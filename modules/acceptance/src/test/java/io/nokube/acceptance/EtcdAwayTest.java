package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Losing etcd costs knowledge, not containers (`on_isolation: keep`).
class EtcdAwayTest extends OnQuickstart {
  @ParameterizedTest
  @ValueSource(ints = {30, 120})
  void nothingStopsACrashIsMendedAndAnApplyIsRefusedForGood(int seconds) {
    String late = "late-" + seconds;
    Path manifest =
        cluster.file(
            "late.yaml",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: b}}"
                .formatted(late));
    List<String> crashing = cluster.ofPod("clock-n1");
    List<String> others = cluster.running().stream().filter(id -> !crashing.contains(id)).toList();

    Cluster.kill(cluster.etcd());
    Instant gone = Instant.now();
    cluster.nokube.docker("kill", crashing.getFirst());
    Nokube.Result refused = cluster.nokube.run("apply", "-f", manifest.toString());
    // Ends when the outage has lasted so long.
    List<String> died = died(gone, gone.plusSeconds(seconds));
    List<String> successor = cluster.ofPod("clock-n1");
    cluster.nokube.ok("quickstart");
    cluster.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: after-%d}}".formatted(seconds));

    assertThat(died).isEqualTo(crashing);
    assertThat(successor).hasSize(1).isNotEqualTo(crashing);
    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("etcd");
    await("all nodes", () -> !cluster.nokube.ok("get", "nodes").output().contains("NotReady"));
    assertThat(cluster.running())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(others.stream(), successor.stream()).toList());
    assertThat(cluster.exists("configmap", late)).isFalse();
  }

  /// Ids of the containers that ended meanwhile.
  private static List<String> died(Instant from, Instant to) {
    return cluster.nokube.docker(
        "events",
        "--since",
        Long.toString(from.getEpochSecond()),
        "--until",
        Long.toString(to.getEpochSecond()),
        "--filter",
        cluster.label,
        "--filter",
        "event=die",
        "--format",
        "{{.ID}}");
  }
}
