package io.nokube.acceptance;

import static io.nokube.acceptance.Cluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is taken away comes back, and nothing else is touched.
class HealingTest extends OnQuickstart {
  @Test
  void aRemovedContainerComesBack() {
    List<String> before = cluster.ofPod("clock-n3");

    cluster.nokube.docker("rm", "-f", before.getFirst());

    await("another container", () -> isAnother("clock-n3", before));
  }

  @Test
  void aDeletedPodComesBack() {
    String uid = cluster.get("pod", "clock-n2").at("/metadata/uid").asText();
    List<String> before = cluster.ofPod("clock-n2");

    cluster.nokube.ok("delete", "pod", "clock-n2");

    await("another container", () -> isAnother("clock-n2", before));
    assertThat(cluster.get("pod", "clock-n2").at("/metadata/uid").asText()).isNotEqualTo(uid);
  }

  @Test
  void whatLosesItsAliveRecordIsAdoptedAgain() {
    List<String> before = cluster.running();
    String path = "kubecontroller/default/daemonset-clock/pod-clock-n1/container-clock";
    String key =
        cluster
            .etcdctl("get", "--prefix", "--keys-only", "/nokube/quickstart/alive/")
            .lines()
            .filter(each -> each.endsWith(path))
            .findFirst()
            .orElseThrow();
    long incarnation = incarnation(key);

    cluster.etcdctl("del", key);

    await("another alive record", () -> incarnation(key) > incarnation);
    await("the pod's readiness", () -> isReady("clock-n1"));
    assertThat(cluster.running()).isEqualTo(before);
  }

  @Test
  void aKilledAgentsSuccessorAdoptsAndRestartsNothing() {
    List<String> before = cluster.running();
    ProcessHandle agent = cluster.agent("n2");

    Cluster.kill(agent);
    cluster.nokube.ok("quickstart");

    assertThat(cluster.agent("n2").pid()).isNotEqualTo(agent.pid());
    assertThat(cluster.nokube.ok("get", "nodes").output()).doesNotContain("NotReady");
    assertThat(cluster.running()).isEqualTo(before);
  }

  private static boolean isAnother(String pod, List<String> before) {
    List<String> now = cluster.ofPod(pod);
    return now.size() == 1 && !now.equals(before);
  }

  private static boolean isReady(String pod) {
    return cluster.get("pod", pod).at("/status/containerStatuses/0/ready").asBoolean();
  }

  /// 0 while there is none.
  private static long incarnation(String key) {
    return Cluster.json(cluster.etcdctl("get", key, "-w", "json"))
        .at("/kvs/0/create_revision")
        .asLong();
  }
}
