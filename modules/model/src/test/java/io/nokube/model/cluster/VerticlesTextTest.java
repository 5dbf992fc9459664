package io.nokube.model.cluster;

import static io.nokube.model.cluster.ClusterFiles.file;
import static io.nokube.model.cluster.ClusterFiles.five;
import static io.nokube.model.cluster.ClusterFiles.one;
import static io.nokube.model.cluster.ClusterFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nokube.model.Generated;
import io.nokube.model.cluster.ClusterNode.Role;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class VerticlesTextTest {
  private static final ClusterFile PATIENT =
      file(
          with(
              with(
                  with(
                      with(one(), "orphan_grace: 60s", "orphan_grace: never"),
                      "evict_after: 30s",
                      "evict_after: 7d"),
                  "poll_children: 3s",
                  "poll_children: 90s"),
              "poll_parent: 3s",
              "poll_parent: 500ms"));

  @Test
  void aHeadGetsWhatTheFileSaysAndNothingElseChanges() throws IOException {
    String head = distributed("head.yaml");

    assertThat(VerticlesText.of(PATIENT, Role.HEAD, head))
        .isEqualTo(
            with(
                with(
                    with(
                        with(head, "\n  orphan_grace: 60s\n", "\n  orphan_grace: never\n"),
                        "evict_after: 30s,",
                        "evict_after: 168h,"),
                    "\n  poll_children: 3s\n",
                    "\n  poll_children: 90s\n"),
                "\n  poll_parent: 3s\n",
                "\n  poll_parent: 500ms\n"));
  }

  @Test
  void whereIsolatedNodesStopNoPodIsReplacedSooner() throws IOException {
    assertThat(VerticlesText.of(file(five()), Role.HEAD, distributed("head.yaml")))
        .contains("evict_after: 30s, evict_least: 30s, ");
  }

  @Test
  void aWorkerEvictsNobody() throws IOException {
    assertThat(VerticlesText.of(PATIENT, Role.WORKER, distributed("worker.yaml")))
        .contains("\n  orphan_grace: never\n  retry: 1s\n")
        .contains("runtime:\n  event_loops: 1\n  poll_children: 90s\n  poll_parent: 500ms\n")
        .doesNotContain("evict_after");
  }

  @Test
  void whatTheFileAlreadySaysStaysAsItIs() throws IOException {
    String head = distributed("head.yaml").replace("orphan_grace: 60s", "orphan_grace: 1m");

    assertThat(VerticlesText.of(file(one()), Role.HEAD, head)).isEqualTo(head);
  }

  @Test
  void aDistributionWithoutTheSettingIsRefused() throws IOException {
    String worker = distributed("worker.yaml");

    assertThatThrownBy(() -> VerticlesText.of(PATIENT, Role.HEAD, worker))
        .hasMessage(
            "writing the cluster's evict_after into the verticles of a head: the distribution's file has the setting 0 times, not once; its verticles-config doesn't belong to this nokube: install both anew");
    assertThatThrownBy(
            () -> VerticlesText.of(PATIENT, Role.WORKER, worker + "more:\n  orphan_grace: 1s\n"))
        .hasMessageContaining("orphan_grace")
        .hasMessageContaining("2 times");
  }

  private static String distributed(String name) throws IOException {
    return Files.readString(Generated.top().resolve("verticles-config").resolve(name));
  }
}
