package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A cluster whose etcd has three members is set back to a backup over SSH.
@Tag("slow")
class RestoredClusterTest extends OnHosts {
  private static final String[] HOSTS = {"n1", "n2", "n3"};

  @BeforeAll
  static void up() throws IOException {
    made("restored", 3, UnaryOperator.identity());
  }

  @Test
  void allMembersAreSetBackAndWhatRunsAsTheBackupSaysIsNotTouched() throws IOException {
    apply(deployment("kept") + "---\n" + deployment("doomed"));
    List<String> kept = containers("_kept-");
    List<String> agents = containers("-agent");
    String file = home.resolve("one.backup").toString();
    String taken = nokube.ok("backup", file).output();
    nokube.ok("delete", "deployment", "doomed");
    apply(deployment("late"));
    await("the end of what was deleted", () -> containers("_doomed-").isEmpty());

    Nokube.Result restored = nokube.ok("restore", file, "--yes");

    assertThat(taken).contains("cluster " + playground.name, "sealing.key", "objects");
    assertThat(restored.output()).contains("is as it was at", "all 3 agents");
    await("what was deleted", () -> !containers("_doomed-").isEmpty());
    await("the end of what came later", () -> containers("_late-").isEmpty());
    assertThat(containers("_kept-")).isEqualTo(kept);
    assertThat(containers("-agent")).isEqualTo(agents);
    await("a cluster that is well", () -> nokube.run("doctor").code() == 0);
    assertThat(cluster.updated(Files.readString(playground.clusterFile())))
        .contains("nothing to change");
    nokube.ok("restore", "--accept-current", "--yes", "--cluster", cluster("cluster.yaml"));
    assertThat(containers("_kept-")).isEqualTo(kept);
  }

  @Test
  void aBackupOfAnotherClusterAndAHostThatIsAwayAreRefusedBeforeAnythingIsChanged()
      throws IOException {
    String file = home.resolve("two.backup").toString();
    nokube.ok("backup", file);
    long revision = cluster.revision();
    playground.nokube.docker("pause", playground.container("n3"));
    try {
      Nokube.Result away = nokube.run("restore", file, "--yes");
      assertThat(away.code()).isNotZero();
      assertThat(away.output()).contains("n3");
    } finally {
      playground.nokube.docker("unpause", playground.container("n3"));
    }
    assertThat(cluster.revision()).isGreaterThanOrEqualTo(revision);
  }

  private static String cluster(String name) {
    return home.resolve(name).toString();
  }

  private static void apply(String text) throws IOException {
    Path file = Files.writeString(home.resolve("apply.yaml"), text);
    nokube.ok("apply", "--wait", "-f", file.toString());
  }

  /// Those that run, with their ids and starts.
  private static List<String> containers(String named) {
    return cluster.containers(HOSTS).stream().filter(line -> line.contains(named)).toList();
  }

  private static String deployment(String name) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: 2
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
            - name: main
              image: %2$s
              imagePullPolicy: Never
              command: [sleep, "1000000"]
    """
        .formatted(name, HostCluster.IMAGE);
  }
}
