package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nokube.etcd.process.EtcdProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody sets etcd back to an older backup by hand: agents touch no container and write nothing,
/// and say so, until its epoch is raised.
class RestoredEtcdTest {
  @TempDir private Path folder;
  private EtcdProcess etcd;
  private Path backup;

  @BeforeEach
  void startEtcd() {
    etcd = EtcdProcess.started();
    backup = folder.resolve("etcd.snapshot");
  }

  @AfterEach
  void stopEtcd() {
    etcd.close();
  }

  @Test
  void anAgentRefusesAndSaysSoUntilTheEpochIsRaisedThenEndsWhatIsNotThere() throws IOException {
    try (LonelyAgent agent = lonely()) {
      List<String> old = agent.runningPods();
      etcd.backUp(backup);
      List<String> all = appliedLater(agent);

      etcd.setBack(backup);

      awaitDoctor(agent);
      assertThat(agent.nokube.run("get", "pods").output()).contains("EtcdSetBack", "set back");
      assertThat(agent.nokube.run("delete", "pod", "bound").code()).isNotZero();
      assertThat(Files.readString(folder.resolve("agent.log"))).contains("refusing why=");
      assertThat(writtenSince()).isEmpty();
      assertThat(agent.containers()).containsExactlyInAnyOrderElementsOf(all);

      etcd.etcdctl("put", "/nokube/lonely/epoch", "1");

      await("the end of what the backup doesn't know", () -> agent.containers().size() == 2);
      assertThat(agent.containers()).containsExactlyInAnyOrderElementsOf(old);
      assertThat(agent.nokube.ok("get", "pods").output()).contains("bound", "free");
      await("a cluster that is well", () -> agent.nokube.run("doctor").code() == 0);
    }
  }

  @Test
  void itsSuccessorRemembersAndRefusesFromTheFirst() throws IOException {
    try (LonelyAgent agent = lonely()) {
      List<String> old = agent.runningPods();
      etcd.backUp(backup);
      List<String> all = appliedLater(agent);
      await("that it is written down", () -> seen() > revision(backup));
      agent.kill();
      etcd.setBack(backup);

      try (LonelyAgent successor = agent.successor()) {
        awaitDoctor(successor);
        assertThat(writtenSince()).isEmpty();
        assertThat(successor.containers()).containsExactlyInAnyOrderElementsOf(all);

        etcd.etcdctl("put", "/nokube/lonely/epoch", "1");

        await("the end of what the backup doesn't know", () -> successor.containers().size() == 2);
        assertThat(successor.containers()).containsExactlyInAnyOrderElementsOf(old);
      }
    }
  }

  /// One pod more; all containers that run then.
  private List<String> appliedLater(LonelyAgent agent) throws IOException {
    Path late = folder.resolve("late.yaml");
    String pods = Files.readString(agent.pods());
    Files.writeString(late, pods.substring(0, pods.indexOf("---")).replace("bound", "late"));
    agent.nokube.ok("apply", "--wait", "-f", late.toString());
    List<String> containers = agent.containers();
    assertThat(containers).hasSize(3);
    return containers;
  }

  private static void awaitDoctor(LonelyAgent agent) {
    await(
        "the doctor's finding",
        () -> {
          Nokube.Result doctor = agent.nokube.run("doctor");
          return doctor.code() == 1
              && doctor.output().contains("✗ etcd  etcd was set back")
              && doctor.output().contains("nokube restore --accept-current");
        });
  }

  /// Keys that were written after etcd was set back. (Those whose leases ended are gone.)
  private List<String> writtenSince() {
    long back = revision(backup);
    return Cluster.json(etcd.etcdctl("get", "", "--prefix", "--keys-only", "-w", "json"))
        .path("kvs")
        .valueStream()
        .filter(key -> key.path("mod_revision").asLong() > back)
        .map(key -> key.path("key").asText())
        .toList();
  }

  private long revision(Path snapshot) {
    return Cluster.json(etcd.etcdctl("snapshot", "status", snapshot.toString(), "-w", "json"))
        .path("revision")
        .asLong();
  }

  /// What the agent leaves to its successor; 0: nothing yet.
  private long seen() {
    try {
      return Cluster.json(Files.readString(folder.resolve("etcd-seen.json")))
          .path("revision")
          .asLong();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private LonelyAgent lonely() throws IOException {
    return LonelyAgent.on(etcd, folder, "keep", freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.9"))) {
      return socket.getLocalPort();
    }
  }
}
