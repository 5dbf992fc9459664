package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A backup brings back what was changed since, and touches nothing else.
class BackupTest extends OnQuickstart {
  @Test
  void whatWasChangedSinceIsAsItWasAndNoOtherContainerIsTouched() throws IOException {
    String file = home.resolve("one.backup").toString();
    apply(deployment("doomed", 1) + "---\n" + deployment("scaled", 2));
    List<String> untouched = new ArrayList<>(cluster.running());
    untouched.removeAll(containers("doomed-"));
    untouched.removeAll(containers("scaled-"));

    Nokube.Result taken = cluster.nokube.ok("backup", file);
    Nokube.Result again = cluster.nokube.run("backup", file);
    cluster.nokube.ok("delete", "deployment", "doomed");
    cluster.nokube.ok("scale", "deploy/scaled", "--replicas", "1");
    apply(deployment("late", 1));
    await("the end of what was deleted", () -> containers("doomed-").isEmpty());
    await("one scaled pod", () -> cluster.ofPods("scaled-").size() == 1);

    Nokube.Result refused = cluster.nokube.run("restore", file);
    Nokube.Result restored = cluster.nokube.ok("restore", file, "--yes");

    assertThat(taken.output()).contains("objects", "Not in it", "cluster quickstart", "revision");
    assertThat(Files.getPosixFilePermissions(Path.of(file)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.output()).contains("there already");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.output()).contains("--yes");
    assertThat(restored.output()).contains("is as it was at", "all 3 agents");
    await("what was deleted", () -> containers("doomed-").size() == 1);
    await("two scaled pods", () -> containers("scaled-").size() == 2);
    await("the end of what came later", () -> cluster.ofPods("late-").isEmpty());
    assertThat(cluster.exists("deployment", "late")).isFalse();
    assertThat(cluster.running()).containsAll(untouched);
    await("a cluster that is well", () -> cluster.nokube.run("doctor").code() == 0);
  }

  @Test
  void whatWasSetBackByHandIsAcceptedByWord() throws IOException {
    Path snapshot = home.resolve("by-hand");
    cluster.etcdctl("snapshot", "save", snapshot.toString());
    List<String> before = cluster.running();
    apply(deployment("forgotten", 1));
    List<String> all = cluster.running();

    setBack(snapshot);

    await("the doctor's finding", () -> cluster.nokube.run("doctor").output().contains("set back"));
    assertThat(cluster.nokube.run("status").output()).contains("EtcdSetBack");
    assertThat(cluster.running()).isEqualTo(all);

    Nokube.Result accepted = cluster.nokube.ok("restore", "--accept-current", "--yes");

    assertThat(accepted.output()).contains("what etcd holds now counts", "all 3 agents");
    await("the end of what etcd forgot", () -> containers("forgotten-").isEmpty());
    assertThat(cluster.running()).isEqualTo(before);
    await("a cluster that is well", () -> cluster.nokube.run("doctor").code() == 0);
  }

  private static void apply(String text) {
    cluster.nokube.ok("apply", "--wait", "-f", cluster.file("backup.yaml", text).toString());
  }

  /// Ids of the containers that run, of pods whose name begins so.
  private static List<String> containers(String prefix) {
    List<String> running = cluster.running();
    return cluster.ofPods(prefix).stream()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .filter(running::contains)
        .toList();
  }

  /// As somebody does it who knows etcd and not nokube.
  private static void setBack(Path snapshot) throws IOException {
    Path folder = cluster.folder().resolve("etcd");
    String peer =
        "http://127.0.0.1:"
            + Cluster.json(Files.readString(folder.resolve("etcd.json"))).path("peerPort").asInt();
    Cluster.kill(cluster.etcd());
    Files.move(folder.resolve("data"), folder.resolve("data.old"));
    Nokube.Result made =
        cluster.nokube.run(
            List.of(
                "etcdctl",
                "snapshot",
                "restore",
                snapshot.toString(),
                "--name=quickstart",
                "--initial-cluster=quickstart=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--data-dir=" + folder.resolve("data")));
    assertThat(made.code()).as(made.output()).isZero();
    // It starts etcd, and finds that the cluster does not answer.
    assertThat(cluster.nokube.run("quickstart").code()).isNotZero();
  }

  private static String deployment(String name, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          terminationGracePeriodSeconds: 0
          containers:
            - name: main
              image: docker.io/library/busybox:1.36
              command: [sleep, "100000"]
    """
        .formatted(name, replicas);
  }
}
